import { BadInput, hiddenCharacter, hidesNothing } from '#commands';

const LONGEST = 500;

/**
 * A reason that an officer gives in words (理由), trimmed.
 *
 * @throws BadInput when it is shorter than so many characters, longer than 500, or holds what is no text or cannot be seen.
 */
export function checkedReason(given: string, shortest: number): string {
  const reason = given.trim();
  if (!hidesNothing(reason))
    throw new BadInput([{ field: 'reason', rule: 'hiddenCharacter', message: hiddenCharacter }]);
  if ([...reason].length >= shortest && reason.length <= LONGEST && !/\p{Cc}|\p{Cs}/u.test(reason)) return reason;
  const message = { zh: `须为 ${shortest}–${LONGEST} 字`, en: `${shortest} to ${LONGEST} characters` };
  throw new BadInput([{ field: 'reason', rule: 'length', message }]);
}
