import { addDays, addMonths, type CalendarDate } from './instant.ts';

/**
 * The first day on which a person counts as `years` old (周岁): the day after the birthday (法释〔2006〕1号 art. 2, by
 * analogy), or the birthday itself where a pack says so. Born on 29 February: the last day of February.
 */
export function ageReachedOn(
  birth: CalendarDate,
  years: number,
  counted: 'day-after-birthday' | 'birthday',
): CalendarDate {
  const birthday = addMonths(birth, years * 12);
  return counted === 'birthday' ? birthday : addDays(birthday, 1);
}
