import type { Sealed } from '#case';
import { byAddressee, byIssuer, notYet, onRecommendation, refuse, whileOpen } from './command.ts';
import { openObjection } from './record.ts';

const anObjection = { zh: '异议', en: 'objection' };

export interface ObjectToRecommendationInput {
  readonly grounds: Sealed;
}

/** 提出异议: the addressee disagrees. The reply term goes on meanwhile: no clause that was seen stops it. */
export const ObjectToRecommendation = onRecommendation<ObjectToRecommendationInput>({
  name: { zh: '对建议提出异议', en: 'Object to a recommendation' },
  personal: { grounds: 'evidence' },
  emits: ['ObjectionRaised'],
  guards: [
    byAddressee,
    whileOpen,
    (record) => (openObjection(record) ? refuse('ALREADY_DONE', null, { item: anObjection }) : undefined),
  ],
  decide: ({ grounds }, { id: recommendationId }, { newId }) => [
    { type: 'ObjectionRaised', data: { recommendationId, objectionId: newId(), grounds } },
  ],
});

export interface ReviewObjectionInput {
  /** The objection has ground: the recommendation is withdrawn. */
  readonly upheld: boolean;
  readonly because?: Sealed;
}

/** 复核异议: at once (应当立即进行复核). One that has ground ends the recommendation; corrected, it is issued anew. */
export const ReviewObjection = onRecommendation<ReviewObjectionInput>({
  name: { zh: '复核异议', en: 'Review an objection' },
  personal: { because: 'evidence' },
  emits: ['ObjectionReviewed'],
  guards: [byIssuer, whileOpen, (record) => (openObjection(record) ? undefined : notYet('提出异议', 'no objection'))],
  decide({ upheld, because }, record) {
    const objection = openObjection(record);
    if (!objection) return refuse('NO_SUCH_ITEM', null, { item: anObjection });
    const data = { recommendationId: record.id, objectionId: objection.id, upheld, because };
    return [{ type: 'ObjectionReviewed', data }];
  },
});
