import {
  addDays,
  addMonths,
  type CalendarDate,
  dateOf,
  daysFrom,
  endOfDay,
  endOfMonth,
  endOfQuarter,
  epochOf,
  HOUR,
  type Instant,
  instantAt,
  onDayOfYear,
  yearOf,
} from './instant.ts';
import { nextWorkday, type WorkCalendar } from './work.calendar.ts';

/**
 * How long a clock runs (期间).
 * - `hours`: clock hours, without stop, rest days included;
 * - `days`, `months`: the starting day is not counted (民法典201); the period ends with its last day. 0 days is "the same day";
 * - `workingDays`: rest days are not counted, make-up workdays are;
 * - `endOf`: the last day of the calendar month or quarter it starts in, or of the one after that;
 * - `on`: the next such day of the year (`03-31`) after the starting day; 29 February is the last of that month in other years;
 * - `until`: the day that a document names.
 */
export type Span =
  | { readonly hours: number }
  | { readonly days: number }
  | { readonly months: number }
  | { readonly workingDays: number }
  | { readonly endOf: EndOf }
  | { readonly on: string }
  | { readonly until: CalendarDate };

/** A calendar month or quarter: the one in which a period starts, or the one after it. */
export type EndOf = 'month' | 'quarter' | 'next-month' | 'next-quarter';

/** When a period ends: `due` is its last millisecond, so something done at `due` is in time. */
export interface Due {
  readonly due: Instant;
  /** Some day that was looked at lies outside the published calendar: the date may move when it is published. */
  readonly provisional: boolean;
  /** The last day before it moved off a rest day; left out when it did not move. */
  readonly unrolled?: CalendarDate;
}

/** A period that has begun (已起算的期间). */
export interface Period extends Pick<Due, 'due' | 'unrolled'> {
  readonly span: Span;
  readonly roll: boolean;
}

/**
 * When a period that starts at `start` ends.
 *
 * @param roll whether a last day that is a rest day moves to the next workday (民法典203); hours and working days never roll.
 */
export function dueAfter(start: Instant, span: Span, roll: boolean, calendar: WorkCalendar): Due {
  if ('hours' in span) return { due: instantAt(epochOf(start) + span.hours * HOUR), provisional: false };
  return ending(lastDay(dateOf(start), span, calendar), span, roll, calendar);
}

/** When a period ends that is given more time (延长): counted on from its last day, before that day rolled. */
export function extendedBy(period: Period, more: Span, calendar: WorkCalendar): Due {
  if ('hours' in more) return { due: instantAt(epochOf(period.due) + more.hours * HOUR), provisional: false };
  return ending(lastDay(lastDayOf(period), more, calendar), more, period.roll, calendar);
}

/**
 * When a period ends in which the time from `paused` to `resumed` is not counted (中止): hours move it by hours, working days by
 * the working days among them, other periods by days. The day of the pause is not counted, the day of resuming is.
 */
export function resumedAfter(period: Period, paused: Instant, resumed: Instant, calendar: WorkCalendar): Due {
  const { span, roll } = period;
  if ('hours' in span) {
    return { due: instantAt(epochOf(period.due) + epochOf(resumed) - epochOf(paused)), provisional: false };
  }
  const days = daysFrom(dateOf(paused), dateOf(resumed));
  const not = 'workingDays' in span ? { workingDays: workdaysAmong(dateOf(paused), days, calendar) } : { days };
  return ending(lastDay(lastDayOf(period), not, calendar), span, roll, calendar);
}

function lastDayOf({ due, unrolled }: Period): CalendarDate {
  return unrolled ?? dateOf(due);
}

function ending(last: CalendarDate, span: Span, roll: boolean, calendar: WorkCalendar): Due {
  const rolled = roll && !('workingDays' in span) ? nextWorkday(last, calendar) : last;
  const looked = 'workingDays' in span || roll;
  const provisional = looked && !calendar.isPublished(rolled);
  return { due: endOfDay(rolled), provisional, ...(rolled === last ? {} : { unrolled: last }) };
}

function workdaysAmong(first: CalendarDate, days: number, calendar: WorkCalendar): number {
  const all = Array.from({ length: days }, (_, n) => addDays(first, n));
  return all.filter((day) => !calendar.isRestDay(day)).length;
}

function lastDay(start: CalendarDate, span: Exclude<Span, { hours: number }>, calendar: WorkCalendar): CalendarDate {
  if ('days' in span) return addDays(start, span.days);
  if ('months' in span) return addMonths(start, span.months);
  if ('until' in span) return span.until;
  if ('endOf' in span) return END_OF[span.endOf](start);
  if ('on' in span) return nextOn(start, span.on);
  let day = start;
  for (let left = span.workingDays; left > 0; left -= 1) day = nextWorkday(addDays(day, 1), calendar);
  return day;
}

const END_OF: Readonly<Record<EndOf, (start: CalendarDate) => CalendarDate>> = {
  month: endOfMonth,
  quarter: endOfQuarter,
  // the first day after a month lies in the next one, whichever month has how many days
  'next-month': (start) => endOfMonth(addDays(endOfMonth(start), 1)),
  'next-quarter': (start) => endOfQuarter(addDays(endOfQuarter(start), 1)),
};

/** The starting day itself does not count (民法典201): what starts on 31 March ends on that of the next year. */
function nextOn(start: CalendarDate, monthDay: string): CalendarDate {
  const thisYear = onDayOfYear(yearOf(start), monthDay);
  return thisYear > start ? thisYear : onDayOfYear(yearOf(start) + 1, monthDay);
}
