import { type CalendarDate, parseDate } from '#calendar';

const FORM = /^[1-9]\d{16}[\dX]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** The check character (校验码) of the first 17 digits, GB 11643 (ISO 7064 MOD 11-2). */
export function checkCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
  return CHECKS.charAt(sum % 11);
}

/** The birth date inside a citizen identity number (公民身份号码); `undefined` when the number is not one. */
export function birthDateIn(number: string): CalendarDate | undefined {
  if (!FORM.test(number) || checkCharacter(number) !== number.charAt(17)) return undefined;
  return parseDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`);
}
