import {
  addDays,
  type CalendarDate,
  DAY,
  type Due,
  dateOf,
  dueAfter,
  endOfDay,
  epochOf,
  extendedBy,
  HOUR,
  instantAt,
  resumedAfter,
  type Span,
  startOfDay,
  type WorkCalendar,
  weekdayOf,
} from '#calendar';
import { spanOf } from '#policy';
import { publishedCalendar } from '#runtime';
import type { CalendarCase } from './table.ts';

/** A way to reckon when a clock of the table is due. */
export type Reckoning = (line: CalendarCase) => Due;

const published = publishedCalendar();
const weekend = (date: CalendarDate) => weekdayOf(date) % 6 === 0;
const spanFor = ({ within, variants, data, again }: CalendarCase) => spanOf({ within, variants }, data, again);

const reckonedAs = (line: CalendarCase, span: Span, calendar: WorkCalendar): Due => {
  const { roll, paused, more } = line;
  let due = dueAfter(line.start, span, roll, calendar);
  if (paused) due = resumedAfter({ ...due, span, roll }, paused.from, paused.to, calendar);
  if (more) due = extendedBy({ ...due, span, roll }, spanOf({ within: more }, {}, false), calendar);
  return due;
};

/** The code under test, on the calendar that is in use. */
export const reckoned: Reckoning = (line) => reckonedAs(line, spanFor(line), published);

/** A mistake as somebody might make it. */
export interface PlantedReckoning {
  readonly name: string;
  readonly what: string;
  readonly reckon: Reckoning;
}

const changing = (change: (line: CalendarCase) => Partial<CalendarCase>): Reckoning => {
  return (line) => reckoned({ ...line, ...change(line) });
};
const spanning = (change: (span: Span, line: CalendarCase) => Span): Reckoning => {
  return (line) => reckonedAs(line, change(spanFor(line), line), published);
};
const onCalendar = (isRestDay: WorkCalendar['isRestDay']): Reckoning => {
  return (line) => reckonedAs(line, spanFor(line), { ...published, isRestDay });
};
const inHours = (line: CalendarCase) => 'hours' in spanFor(line);
const overflowing = (date: CalendarDate, months: number) => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1 + months, day)).toISOString().slice(0, 10) as CalendarDate;
};

export const planted: readonly PlantedReckoning[] = [
  {
    name: 'starting-day-counted',
    what: 'the day on which it starts is the first of the period',
    reckon: changing((line) => (inHours(line) ? {} : { start: instantAt(epochOf(line.start) - DAY) })),
  },
  { name: 'no-roll', what: 'a last day of rest stays where it is', reckon: changing(() => ({ roll: false })) },
  { name: 'always-rolls', what: 'what ends on the exact date rolls too', reckon: changing(() => ({ roll: true })) },
  {
    name: 'rolls-back',
    what: 'a last day of rest moves to the workday before it',
    reckon: (line) => {
      const plain = reckoned({ ...line, roll: false });
      if (!line.roll || inHours(line)) return plain;
      let day = dateOf(plain.due);
      while (published.isRestDay(day)) day = addDays(day, -1);
      return { due: endOfDay(day), provisional: !published.isPublished(day) };
    },
  },
  {
    name: 'make-up-workday-rests',
    what: 'a Saturday or Sunday that is worked is taken for a rest day',
    reckon: onCalendar((date) => weekend(date) || published.isRestDay(date)),
  },
  { name: 'holidays-unknown', what: 'weekends alone rest', reckon: onCalendar(weekend) },
  {
    name: 'working-days-are-days',
    what: 'rest days are counted among working days',
    reckon: spanning((span) => ('workingDays' in span ? { days: span.workingDays } : span)),
  },
  {
    name: 'month-end-overflow',
    what: 'a month after 31 January is 3 March',
    reckon: spanning((span, { start }) =>
      'months' in span ? { until: overflowing(dateOf(start), span.months) } : span,
    ),
  },
  {
    name: 'month-end-sticks',
    what: 'a month after the last day of a month is the last day of the next',
    reckon: spanning((span, { start }) => {
      const last = 'months' in span && dateOf(start).slice(0, 7) !== addDays(dateOf(start), 1).slice(0, 7);
      return last && span.months === 1 ? { endOf: 'next-month' } : span;
    }),
  },
  {
    name: 'a-month-is-thirty-days',
    what: 'months are counted as days',
    reckon: spanning((span) => ('months' in span ? { days: span.months * 30 } : span)),
  },
  {
    name: 'greenwich-days',
    what: 'the starting day is that of Greenwich',
    reckon: changing((line) => (inHours(line) ? {} : { start: instantAt(epochOf(line.start) - 8 * HOUR) })),
  },
  {
    name: 'hours-wait-for-workdays',
    what: 'hours that end on a rest day go on to the next workday',
    reckon: (line) => {
      const right = reckoned(line);
      if (!inHours(line)) return right;
      let due = right.due;
      while (published.isRestDay(dateOf(due))) due = instantAt(epochOf(due) + DAY);
      return { ...right, due };
    },
  },
  {
    name: 'hours-to-the-end-of-the-day',
    what: 'hours end with the day in which they end',
    reckon: (line) => {
      const right = reckoned(line);
      return { ...right, due: endOfDay(dateOf(right.due)) };
    },
  },
  {
    name: 'due-at-midnight-before',
    what: 'a period ends when its last day begins',
    reckon: (line) => {
      const right = reckoned(line);
      return inHours(line) ? right : { ...right, due: startOfDay(dateOf(right.due)) };
    },
  },
  {
    name: 'fixed-day-is-today',
    what: 'a fixed day that is the starting day is due at once',
    reckon: spanning((span, { start }) => {
      return 'on' in span && dateOf(start).endsWith(span.on) ? { until: dateOf(start) } : span;
    }),
  },
  {
    name: 'cadence-within-the-month',
    what: 'a cadence that was met is due again in the same month',
    reckon: changing(() => ({ again: false })),
  },
  {
    name: 'no-most',
    what: 'whatever the document sets is counted',
    reckon: changing(({ within }) => ('most' in within ? { within: { ...within, most: undefined } } : {})),
  },
  {
    name: 'no-variants',
    what: 'the event’s fields are not looked at',
    reckon: changing(() => ({ variants: undefined })),
  },
  { name: 'pause-counted', what: 'time out is counted', reckon: changing(() => ({ paused: undefined })) },
  {
    name: 'day-of-resuming-left-out',
    what: 'the day on which it is resumed is not counted either',
    reckon: changing((line) => {
      const { paused } = line;
      return inHours(line) || !paused ? {} : { paused: { ...paused, to: instantAt(epochOf(paused.to) + DAY) } };
    }),
  },
  {
    name: 'more-from-the-rolled-day',
    what: 'more time is counted on from the day to which the last one rolled',
    reckon: (line) => {
      const { more, roll } = line;
      const { due, provisional } = reckoned({ ...line, more: undefined });
      return more
        ? extendedBy({ due, span: spanFor(line), roll }, spanOf({ within: more }, {}, false), published)
        : { due, provisional };
    },
  },
  { name: 'no-more-time', what: 'an extension gives no time', reckon: changing(() => ({ more: undefined })) },
  {
    name: 'never-provisional',
    what: 'what lies beyond the published years is taken for certain',
    reckon: (line) => ({ ...reckoned(line), provisional: false }),
  },
];

/** The lines that a reckoning gets wrong, as a person reads them. */
export function wrongLines(reckon: Reckoning, lines: readonly CalendarCase[]): readonly string[] {
  return lines.flatMap((line) => {
    const { due, provisional } = reckon(line);
    if (due === line.due && provisional === line.provisional) return [];
    const differs = `${due}${provisional ? ' provisional' : ''}, by hand ${line.due}${line.provisional ? ' provisional' : ''}`;
    return [`${line.line} — ${differs}`];
  });
}
