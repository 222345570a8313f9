import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { z } from 'zod';
import { type CalendarData, type WorkCalendar, withOverride, workCalendar } from '#calendar';

const override = z.strictObject({
  version: z.string().min(1),
  through: z.int().optional(),
  restDays: z.array(z.string()).optional(),
  workdays: z.array(z.string()).optional(),
});

/**
 * The rest days and make-up workdays the State Council has published (法定节假日与调休), as the package chinese-days carries
 * them, with an operator's override file (YAML: `version`, `through`, `restDays`, `workdays`) on top if there is one.
 *
 * @throws Error when the override file cannot be read or says what no calendar can.
 */
export function publishedCalendar(overrideFile?: string): WorkCalendar {
  const require = createRequire(import.meta.url);
  const { version } = require('chinese-days/package.json') as { version: string };
  const table = require('chinese-days/dist/chinese-days.json') as Record<
    'holidays' | 'workdays',
    Record<string, string>
  >;
  const restDays = Object.keys(table.holidays);
  const years = restDays.map((day) => Number(day.slice(0, 4)));
  const data: CalendarData = {
    version: `chinese-days-${version}`,
    from: Math.min(...years),
    through: Math.max(...years),
    restDays,
    workdays: Object.keys(table.workdays),
  };
  if (!overrideFile) return workCalendar(data);
  const read = override.safeParse(parse(readFileSync(overrideFile, 'utf8')) ?? {});
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new Error(`${overrideFile}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return workCalendar(withOverride(data, read.data));
}
