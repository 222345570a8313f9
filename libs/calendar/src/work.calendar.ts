import { addDays, type CalendarDate, parseDate, weekdayOf, yearOf } from './instant.ts';

/**
 * Which days are worked: statutory rest days and make-up workdays (法定休假日与调休) as published by the State Council for
 * the years `from` to `through`. In years that are not published yet weekends rest and the days that rest every year (元旦、劳动节、
 * 国庆节), in those before only weekends; what is reckoned there is provisional.
 */
export interface WorkCalendar {
  /** Names the data, so that a due time can be explained years later. */
  readonly version: string;
  readonly from: number;
  readonly through: number;
  isRestDay(date: CalendarDate): boolean;
  isPublished(date: CalendarDate): boolean;
}

/** The data behind a calendar. Dates are `YYYY-MM-DD`; a date in neither list rests on Saturday and Sunday. */
export interface CalendarData {
  readonly version: string;
  readonly from: number;
  readonly through: number;
  readonly restDays: Iterable<string>;
  readonly workdays: Iterable<string>;
  /** Days that rest every year, as `MM-DD`: they stand for the notices of years after `through`; none unless told. */
  readonly yearly?: Iterable<string>;
}

/** @throws RangeError when a date does not exist or stands in both lists. */
export function workCalendar(data: CalendarData): WorkCalendar {
  const rest = new Set<string>();
  for (const day of data.restDays) rest.add(known(day));
  const work = new Set<string>();
  for (const day of data.workdays) {
    if (rest.has(known(day))) throw new RangeError(`${day} is named both a rest day and a workday`);
    work.add(day);
  }
  const yearly = new Set<string>();
  for (const day of data.yearly ?? []) yearly.add(known(`${LEAP_YEAR}-${day}`).slice(5));
  return {
    version: data.version,
    from: data.from,
    through: data.through,
    isPublished: (date) => yearOf(date) >= data.from && yearOf(date) <= data.through,
    isRestDay: (date) => {
      if (rest.has(date)) return true;
      if (work.has(date)) return false;
      if (yearOf(date) > data.through && yearly.has(date.slice(5))) return true;
      const weekday = weekdayOf(date);
      return weekday === 0 || weekday === 6;
    },
  };
}

/** What an operator's file says: tables of whole years, days that differ from the published table, and years it makes known. */
export interface CalendarOverride {
  readonly version: string;
  readonly through?: number;
  /** Years whose table stands here whole: what was known of them before is forgotten. */
  readonly years?: readonly number[];
  readonly restDays?: readonly string[];
  readonly workdays?: readonly string[];
  /** Days that rest every year, instead of those known. */
  readonly yearly?: readonly string[];
}

/** A year that has every day. */
const LEAP_YEAR = 2000;

/** The calendar data with an operator's corrections on top; the version names both. */
export function withOverride(data: CalendarData, override: CalendarOverride): CalendarData {
  const replaced = new Set(override.years?.map(String));
  const kept = (days: Iterable<string>) => [...days].filter((day) => !replaced.has(day.slice(0, 4)));
  const rest = new Set(kept(data.restDays));
  const work = new Set(kept(data.workdays));
  for (const day of override.restDays ?? []) {
    rest.add(day);
    work.delete(day);
  }
  for (const day of override.workdays ?? []) {
    work.add(day);
    rest.delete(day);
  }
  return {
    version: `${data.version}+${override.version}`,
    from: data.from,
    through: Math.max(data.through, override.through ?? data.through, ...(override.years ?? [])),
    restDays: rest,
    workdays: work,
    yearly: override.yearly ?? data.yearly,
  };
}

/** The day itself when it is worked, else the next one that is. */
export function nextWorkday(date: CalendarDate, calendar: WorkCalendar): CalendarDate {
  let day = date;
  while (calendar.isRestDay(day)) day = addDays(day, 1);
  return day;
}

function known(day: string): CalendarDate {
  const date = parseDate(day);
  if (!date) throw new RangeError(`${day} is not a date`);
  return date;
}
