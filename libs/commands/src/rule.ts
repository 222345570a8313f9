import type { Bilingual } from '#policy';

/** The stable names of what may be wrong with a field (校验规则). */
export type RuleName =
  | 'required'
  | 'unknownField'
  | 'type'
  | 'blank'
  | 'length'
  | 'wellFormed'
  | 'controlCharacter'
  | 'sealedText'
  | 'pattern'
  | 'uuid'
  | 'division'
  | 'agencyId'
  | 'date'
  | 'future'
  | 'hiddenCharacter'
  | 'phone'
  | 'instant'
  | 'enum'
  | 'unique'
  | 'range'
  | 'identityNumber'
  | 'birthDateMismatch';

/** One thing that must hold of a field. Values of another type hold: the rule `type` speaks of those, once. */
export interface Rule {
  readonly name: RuleName;
  /** Says what is asked for, never what was given: that may be personal data. */
  readonly message: Bilingual;
  readonly holds: (value: unknown, owner: object) => boolean;
}

export const required: Rule = {
  name: 'required',
  message: { zh: '此项必填。', en: 'This field is required.' },
  holds: (value) => value !== undefined,
};

/** Said of a text with characters that cannot be seen. */
export const hiddenCharacter: Bilingual = {
  zh: '不得含看不见的字符（零宽字符、双向控制符等）。',
  en: 'No characters that cannot be seen (zero-width, bidirectional controls and the like).',
};

/** Said of a day that has not come. */
export const future: Bilingual = { zh: '不得晚于今天。', en: 'May not be later than today.' };

export const unknownField: Bilingual = { zh: '没有此字段。', en: 'There is no such field.' };

/** What kind of value it must be; an absent one is left to `required`. */
export function ofType(zh: string, en: string, is: (value: unknown) => boolean): Rule {
  return {
    name: 'type',
    message: { zh: `此项应为${zh}。`, en: `This field takes ${en}.` },
    holds: (value) => value === undefined || is(value),
  };
}

/** A rule on text. */
export function onText(name: RuleName, zh: string, en: string, holds: (text: string, owner: object) => boolean): Rule {
  return {
    name,
    message: { zh, en },
    holds: (value, owner) => typeof value !== 'string' || holds(value, owner),
  };
}

/** A rule on a list. */
export function onList(name: RuleName, zh: string, en: string, holds: (list: readonly unknown[]) => boolean): Rule {
  return { name, message: { zh, en }, holds: (value) => !Array.isArray(value) || holds(value) };
}

export const isText = ofType('文字', 'text', (value) => typeof value === 'string');
