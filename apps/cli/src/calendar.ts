import { Command } from 'commander';
import { addDays, type CalendarDate, nextWorkday, type WorkCalendar, weekdayOf } from '#calendar';
import { type CalendarFile, calendarIn, noticesFile, publishedCalendar } from '#runtime';
import { readConfig, SetupError } from '#service';

/** `jieli calendar …`: for whoever enters the yearly notice of rest days. */
export function calendarCommand(): Command {
  const calendar = new Command('calendar').description(
    '日历：休息日与调休。The calendar: rest days and make-up workdays.',
  );
  calendar
    .command('check')
    .description('校验日历文件，逐条指出行号。Check a calendar file; each problem with its line.')
    .argument('<file>', '日历文件，即 JIELI_CALENDAR 所指。The file that JIELI_CALENDAR is to name.')
    .action(check);
  calendar
    .command('show')
    .description('列出一年的休息日与调休及其出处。The rest days and make-up workdays of a year, and their source.')
    .argument('<year>', '年份。The year.')
    .option('--file <file>', '日历文件；不填为 JIELI_CALENDAR。A calendar file; that of JIELI_CALENDAR unless told.')
    .action(show);
  return calendar;
}

function check(path: string): void {
  const { file, problems } = readable(() => calendarIn(path));
  for (const { line, column, message } of problems) console.error(`${path}:${line}:${column}: ${message}`);
  const years = Object.keys(file?.years ?? {}).join(' ') || '—';
  const found = `${problems.length} 个问题 ${problems.length} problems`;
  console.log(`${file?.version ?? '—'}；整年 whole years ${years}；${found}`);
  if (problems.length > 0) process.exitCode = 1;
}

function show(given: string, { file: path = readConfig(process.env).calendarFile }: { file?: string }): void {
  const year = Number(given);
  if (!/^(19|2[01])\d{2}$/.test(given)) throw new SetupError(`“${given}”不是年份。"${given}" is no year.`);
  const calendar = readable(() => publishedCalendar(path));
  const own = path === undefined ? undefined : readable(() => calendarIn(path)).file;
  console.log(describeYear(calendar, year, own, calendarIn(noticesFile).file));
}

/** A year as text: stretches of rest that are more than a weekend, and the weekend days that are worked. */
export function describeYear(
  calendar: WorkCalendar,
  year: number,
  file?: CalendarFile,
  notices?: CalendarFile,
): string {
  const known = `${calendar.from}–${calendar.through}`;
  const head = `${year}；日历 calendar ${calendar.version}（${known}）`;
  const first = `${year}-01-01` as CalendarDate;
  const lines = restIn(year, calendar);
  if (calendar.isPublished(first))
    return [head, `出处 source: ${sourceOf(year, calendar, file, notices)}`, ...lines].join('\n');
  if (year < calendar.from) {
    return `${head}\n没有资料：只以周末为休息日，时限为暂定。Not known: weekends alone rest, due times are provisional.`;
  }
  const { standing, source } = file?.yearly ?? notices?.yearly ?? {};
  const unpublished =
    '尚未公布：只以周末和每年固定的日子为休息日，时限为暂定。Not published: weekends and the days of every year rest, due times are provisional.';
  return [head, unpublished, ...(standing ? [`每年 every year: ${source}（${standing}）`] : []), ...lines].join('\n');
}

/** Stretches of rest that are more than a weekend, and the weekend days that are worked. */
function restIn(year: number, calendar: WorkCalendar): readonly string[] {
  const first = `${year}-01-01` as CalendarDate;
  const lines: string[] = [];
  for (let day = first; day.startsWith(`${year}-`); day = addDays(day, 1)) {
    const weekend = weekdayOf(day) % 6 === 0;
    if (!calendar.isRestDay(day)) {
      if (weekend) lines.push(`班 worked  ${day} ${WEEKDAYS[weekdayOf(day)]}`);
      continue;
    }
    const last = lastOfRest(day, calendar, year);
    if (hasWeekday(day, last)) lines.push(`休 rest    ${day}${day === last ? '' : ` – ${last}`}`);
    day = last;
  }
  return lines;
}

const WEEKDAYS = ['周日 Sun', '周一 Mon', '周二 Tue', '周三 Wed', '周四 Thu', '周五 Fri', '周六 Sat'] as const;

/** The notice that a file brings for the year, else the shipped one with what differs from it, else the package. */
function sourceOf(year: number, { version }: WorkCalendar, file?: CalendarFile, notices?: CalendarFile): string {
  const cited = (from: CalendarFile | undefined) => {
    const { source } = from?.years?.[year] ?? {};
    return source && `${source.title} ${source.number}（${source.published}）`;
  };
  const own = cited(file);
  if (own) return own;
  const [packaged = version] = version.split('+');
  const base = cited(notices) ?? packaged;
  return file ? `${base}；个别日期依 single days by ${file.version}` : base;
}

function lastOfRest(first: CalendarDate, calendar: WorkCalendar, year: number): CalendarDate {
  const last = addDays(nextWorkday(first, calendar), -1);
  return last.startsWith(`${year}-`) ? last : (`${year}-12-31` as CalendarDate);
}

function hasWeekday(first: CalendarDate, last: CalendarDate): boolean {
  for (let day = first; day <= last; day = addDays(day, 1)) if (weekdayOf(day) % 6 !== 0) return true;
  return false;
}

/** A file that is not there, or is wrong, said in a line without a stack. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') {
      const { path } = error as { path?: string };
      throw new SetupError(`没有文件 ${path}。There is no file ${path}.`);
    }
    throw new SetupError(error instanceof Error ? error.message : String(error));
  }
}
