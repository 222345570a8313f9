import type { Bilingual } from '#policy';

/** What a recommendation is about (建议事项): it decides who may issue it and by when it is answered. */
export const SUBJECTS = {
  MINOR_PROTECTION: { zh: '未成年人保护职责', en: 'Duties of protecting minors' },
  GOVERNANCE: { zh: '社会治理、依法履职', en: 'Social governance, lawful performance of duties' },
  PUBLIC_INTEREST: { zh: '公益诉讼诉前', en: 'Public interest, before a lawsuit' },
} as const satisfies Record<string, Bilingual>;
export type Subject = keyof typeof SUBJECTS;

/** How a recommendation ended (办结结果). */
export const RECOMMENDATION_RESULTS = {
  CARRIED_OUT: { zh: '已落实', en: 'Carried out' },
  NOT_CARRIED_OUT: { zh: '未落实', en: 'Not carried out' },
  LAWSUIT_FILED: { zh: '已提起公益诉讼', en: 'A public-interest lawsuit was filed' },
} as const satisfies Record<string, Bilingual>;
export type RecommendationResult = keyof typeof RECOMMENDATION_RESULTS;
