import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { endOfDay, type Instant, parseDate, parseInstant } from '#calendar';
import { span, variants } from '#policy';
import { projectRoot } from '#runtime';

const MOMENT = /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/;
/** `2025-03-03`, `2025-03-03 09:20` in Shanghai, or ISO 8601 with an offset. */
const moment = z.string().refine((text) => MOMENT.test(text) || parseInstant(text) !== undefined, 'a moment');

/** The form of a table: who adds to it adds lines, each reckoned by hand. */
const table = z.strictObject({
  cases: z.array(
    z.strictObject({
      /** Ten in the morning unless it says when. */
      start: moment,
      within: span,
      variants: variants.optional(),
      /** Fields of the event that starts the clock. */
      data: z.record(z.string(), z.unknown()).default({}),
      /** The clock was met and starts anew. */
      again: z.boolean().default(false),
      roll: z.boolean().default(true),
      /** Time that is not counted. */
      paused: z.strictObject({ from: moment, to: moment }).optional(),
      /** More time, given after the pause if there is one. */
      more: span.optional(),
      /** A day is the whole of it. */
      due: moment,
      provisional: z.boolean().default(false),
      /** The reckoning in words. */
      why: z.string().min(5),
    }),
  ),
});

type Line = z.infer<typeof table>['cases'][number];

/** One line of the independent table (独立期限表): when a clock starts, what it counts, when it is due. */
export interface CalendarCase extends Omit<Line, 'start' | 'due' | 'paused'> {
  readonly table: string;
  readonly start: Instant;
  readonly due: Instant;
  readonly paused?: { readonly from: Instant; readonly to: Instant };
  /** As a person finds it. */
  readonly line: string;
}

const folder = join(projectRoot, 'test/prove/clocks/table');

/** The tables, by name. */
export const tables: ReadonlyMap<string, readonly CalendarCase[]> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => [basename(file, '.yaml'), read(file)]),
);

/** All lines of all tables. */
export const calendarCases = [...tables.values()].flat();

function read(file: string): readonly CalendarCase[] {
  const { cases } = table.parse(parse(readFileSync(join(folder, file), 'utf8')));
  return cases.map((one) => ({
    ...one,
    table: basename(file, '.yaml'),
    start: momentOf(one.start),
    paused: one.paused && { from: momentOf(one.paused.from), to: momentOf(one.paused.to) },
    due: dueOf(one.due),
    line: `${basename(file, '.yaml')} ${one.start} ${JSON.stringify(one.within)}${one.roll ? '' : ' unrolled'}: ${one.why}`,
  }));
}

function momentOf(text: string): Instant {
  return instant(text.length === 10 ? `${text} 10:00` : text);
}

function dueOf(text: string): Instant {
  const date = parseDate(text);
  return date ? endOfDay(date) : instant(text);
}

function instant(text: string): Instant {
  const parsed = parseInstant(MOMENT.test(text) ? `${text.replace(' ', 'T')}+08:00` : text);
  if (!parsed) throw new Error(`${text} does not exist`);
  return parsed;
}
