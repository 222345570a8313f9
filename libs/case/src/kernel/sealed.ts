/**
 * A personal field that was sealed at the door (封口字段): ciphertext that deciders, events and views copy and never read.
 * It opens only in a resolver, after `may()`.
 */
export type Sealed<T extends string = string> = string & { readonly sealed: T };

/** Kinds of personal data (个人信息类别), each under its own key for each child, so that each can be shredded apart. */
export const personalCategories = [
  'identity',
  'contact',
  'reporter',
  'evidence',
  'clinical',
  'offence',
  'placement',
] as const;
export type PersonalCategory = (typeof personalCategories)[number];

/** What comes in at the door: the same shape with plain text where the pure type has a sealed field. */
export type Open<T> =
  T extends Sealed<infer U>
    ? U
    : T extends string
      ? T
      : T extends readonly (infer I)[]
        ? Open<I>[]
        : T extends object
          ? { [K in keyof T]: Open<T[K]> }
          : T;
