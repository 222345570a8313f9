/** Scripts in which a joiner or non-joiner (零宽连接符、零宽不连字) changes how letters are written. */
const JOINING = [
  'Arabic',
  'Mongolian',
  'Phags_Pa',
  'Syriac',
  'Tibetan',
  'Bengali',
  'Devanagari',
  'Gujarati',
  'Gurmukhi',
]
  .concat(['Kannada', 'Khmer', 'Malayalam', 'Oriya', 'Sinhala', 'Tamil', 'Telugu'])
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');

/** What cannot be seen by itself and is part of how a word is written: joiners, the Mongolian vowel separator, one variation selector. */
const OF_THE_WRITING = new RegExp(
  `(?<=[${JOINING}]\\p{M}*)[\\u200c\\u200d]|(?<=\\p{Script=Mongolian}\\p{M}*)\\u180e|(?<=[^\\p{Z}\\p{C}\\p{DI}])\\p{Variation_Selector}`,
  'gu',
);
const UNSEEN = /[\p{DI}\u2800\ufff9-\ufffb]/u;
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u;
// Private-use and unassigned characters count as visible: rare characters of names (生僻字) still live there.
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{DI}\u2800]/u;

/** Whether there is anything to be seen. */
export const isVisible = (text: string): boolean => VISIBLE.test(text);

/**
 * Whether a text holds nothing that cannot be seen (隐形字符): zero-width characters, bidirectional controls, fillers. Two names
 * that look alike would be two names. What a script needs to be written stays: rare characters with a variation selector,
 * Uyghur, Kazakh, Mongolian, Tibetan.
 */
export const hidesNothing = (text: string): boolean => !UNSEEN.test(text.replace(OF_THE_WRITING, ''));

/** Whether a text is read in the order in which it is written: no overrides, embeddings or isolates (双向控制符). */
export const readsAsWritten = (text: string): boolean => !TURNING.test(text);

/** One number: with or without country code, area code and extension (分机). Emergency and hotline numbers have three digits or more. */
const DIALLED = /^\+?\d{3,20}(?:(?:转|分机|ext|x|#)\d{1,6})?$/;

/** Whether a text is a telephone number (电话号码), however it is grouped. */
export const isPhone = (text: string): boolean =>
  DIALLED.test(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s()\-–—.·]/gu, ''),
  );
