import { addDays, dateOf, endOfDay, epochOf, type Instant, startOfDay } from './instant.ts';
import type { WorkCalendar } from './work.calendar.ts';

/**
 * How much of the time between two moments falls on workdays (工作时间), in milliseconds. The law counts working days, not
 * office hours: a workday counts from midnight to midnight, a rest day not at all. Parts that follow one another sum to the
 * whole. Nothing when the second moment is not the later one.
 */
export function workingTime(from: Instant, to: Instant, calendar: WorkCalendar): number {
  let sum = 0;
  let day = dateOf(from);
  for (let at = from; at < to; ) {
    const next = addDays(day, 1);
    const until = to <= endOfDay(day) ? to : startOfDay(next);
    if (!calendar.isRestDay(day)) sum += epochOf(until) - epochOf(at);
    at = until;
    day = next;
  }
  return sum;
}
