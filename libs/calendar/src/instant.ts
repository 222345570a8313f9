/**
 * Instants and dates as the law of the People's Republic counts them: one time zone, Asia/Shanghai (UTC+8, no summer time
 * since 1991). Both are fixed-width text, so comparing text compares time, and a person can read what is stored.
 */

/** A moment, in the one form `2025-03-14T10:00:00.000+08:00`. */
export type Instant = string & { readonly instant: unique symbol };

/** A calendar day in Asia/Shanghai, `2025-03-14`. */
export type CalendarDate = string & { readonly calendarDate: unique symbol };

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const OFFSET = 8 * HOUR;
/** Every month has so many days. */
const SHORTEST_MONTH = 28;
const EARLIEST = Date.UTC(1900, 0, 1) - OFFSET;
const LATEST = Date.UTC(2200, 0, 1) - OFFSET - 1;

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Reads a moment written as ISO 8601 with an offset or `Z`; seconds may be left out.
 * Returns `undefined` for anything else: no offset, a day that does not exist, a year outside 1900–2199.
 */
export function parseInstant(text: string): Instant | undefined {
  const parts = INSTANT.exec(text);
  if (!parts?.[1] || !parseDate(parts[1])) return undefined;
  const [, , hour, minute, second = '00', , zone = 'Z'] = parts;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (zone !== 'Z' && (Number(zone.slice(1, 3)) > 14 || Number(zone.slice(4)) > 59)) return undefined;
  const epoch = Date.parse(text);
  return Number.isNaN(epoch) || epoch < EARLIEST || epoch > LATEST ? undefined : instantAt(epoch);
}

/** The moment that lies `epoch` milliseconds after 1970-01-01T00:00Z. */
export function instantAt(epoch: number): Instant {
  return `${new Date(epoch + OFFSET).toISOString().slice(0, 23)}+08:00` as Instant;
}

/** Milliseconds since 1970-01-01T00:00Z. */
export function epochOf(instant: Instant): number {
  return Date.parse(instant);
}

/** The day a moment falls on. */
export function dateOf(instant: Instant): CalendarDate {
  return instant.slice(0, 10) as CalendarDate;
}

/** The last millisecond of a day: a period that ends on a day ends here. */
export function endOfDay(date: CalendarDate): Instant {
  return `${date}T23:59:59.999+08:00` as Instant;
}

/** The first millisecond of a day. */
export function startOfDay(date: CalendarDate): Instant {
  return `${date}T00:00:00.000+08:00` as Instant;
}

/** The later of two moments. */
export function laterOf(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}

/** Reads `YYYY-MM-DD`; `undefined` when there is no such day between 1900 and 2199. */
export function parseDate(text: string): CalendarDate | undefined {
  const parts = DATE.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return undefined;
  return day <= daysInMonth(year, month) ? (text as CalendarDate) : undefined;
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  const day = Number(date.slice(8)) + days;
  if (day >= 1 && day <= SHORTEST_MONTH) return `${date.slice(0, 8)}${twoDigits(day)}` as CalendarDate;
  return dateFrom(Date.parse(date) + days * DAY);
}

/** Days from one day to another; negative when the other comes before. */
export function daysFrom(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** The corresponding day `months` later, or the last day of that month when it has none (民法典202). */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const index = year * 12 + month - 1 + months;
  const toYear = Math.floor(index / 12);
  const toMonth = (index % 12) + 1;
  return written(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

export function yearOf(date: CalendarDate): number {
  return Number(date.slice(0, 4));
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(date: CalendarDate): number {
  return new Date(date).getUTCDay();
}

/** The last day of the month a day falls in. */
export function endOfMonth(date: CalendarDate): CalendarDate {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return written(year, month, daysInMonth(year, month));
}

/** The last day of the calendar quarter a day falls in. */
export function endOfQuarter(date: CalendarDate): CalendarDate {
  const [year, month] = date.split('-').map(Number) as [number, number];
  const last = Math.ceil(month / 3) * 3;
  return written(year, last, daysInMonth(year, last));
}

/** The day of a year written `03-31`; the last of the month where that year has no such day. */
export function onDayOfYear(year: number, monthDay: string): CalendarDate {
  const [month, day] = monthDay.split('-').map(Number) as [number, number];
  return written(year, month, Math.min(day, daysInMonth(year, month)));
}

function dateFrom(utcMidnight: number): CalendarDate {
  return new Date(utcMidnight).toISOString().slice(0, 10) as CalendarDate;
}

function written(year: number, month: number, day: number): CalendarDate {
  return `${year}-${twoDigits(month)}-${twoDigits(day)}` as CalendarDate;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
