import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type CalendarData, type WorkCalendar, withOverride, workCalendar } from '#calendar';
import { type CalendarRead, readCalendar } from './calendar.file.ts';
import { projectRoot } from './project.root.ts';

/** The notices of the State Council that are shipped (通知原文所列日期), in the form of an operator's file. */
export const noticesFile = join(projectRoot, 'libs/runtime/notices.yaml');

/**
 * The rest days and make-up workdays the State Council has published (法定节假日与调休), as the package chinese-days carries
 * them, with the days that rest every year for what is not published yet, and an operator's file on top if there is one. A clock keeps the due time it was started with, whatever calendar a
 * later process reads.
 *
 * @throws Error when the file cannot be read or is wrong, each problem with file, line and column.
 */
export function publishedCalendar(file?: string): WorkCalendar {
  const data = shipped();
  if (!file) return workCalendar(data);
  const { override, problems } = calendarIn(file);
  if (!override) {
    throw new Error(
      problems.map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`).join('\n'),
    );
  }
  return workCalendar(withOverride(data, override));
}

/** Reads and checks an operator's calendar file. @throws Error when it cannot be read. */
export function calendarIn(file: string): CalendarRead {
  return readCalendar(file, readFileSync(file, 'utf8'), packaged().through);
}

/** What the package carries, with the days that rest every year as `notices.yaml` names them. */
function shipped(): CalendarData {
  const data = packaged();
  const { file, override } = calendarIn(noticesFile);
  return { ...data, version: `${data.version}/${file?.version}`, yearly: override?.yearly };
}

function packaged(): CalendarData {
  const require = createRequire(import.meta.url);
  const { version } = require('chinese-days/package.json') as { version: string };
  const table = require('chinese-days/dist/chinese-days.json') as Record<
    'holidays' | 'workdays',
    Record<string, string>
  >;
  const restDays = Object.keys(table.holidays);
  const years = restDays.map((day) => Number(day.slice(0, 4)));
  return {
    version: `chinese-days-${version}`,
    from: Math.min(...years),
    through: Math.max(...years),
    restDays,
    workdays: Object.keys(table.workdays),
  };
}
