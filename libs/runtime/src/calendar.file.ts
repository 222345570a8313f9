import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { addDays, type CalendarDate, type CalendarOverride, parseDate, weekdayOf, yearOf } from '#calendar';

const text = z.string().trim().min(1);
const day = z.string().refine((given) => parseDate(given) !== undefined, '不是 YYYY-MM-DD 日期 no date YYYY-MM-DD');
const days = z.array(z.union([day, z.strictObject({ from: day, through: day })]));
const year = z.strictObject({
  /** The notice that the table is taken from (国务院办公厅关于部分节假日安排的通知). */
  source: z.strictObject({ title: text, number: text, published: day }),
  restDays: days.min(1),
  workdays: days.default([]),
});

const yearly = z.strictObject({
  /** Whether the text was looked up; what was not is configured. */
  standing: z.enum(['statute', 'configured']),
  source: text,
  restDays: z.array(z.string().refine(isDayOfTheYear, '不是 MM-DD 日期 no date MM-DD')).min(1),
});

/** A file of rest days and make-up workdays (法定节假日与调休): whole years by their notices, or single days that differ. */
export const calendarFile = z
  .strictObject({
    /** Stands in every clock that is reckoned with it: a file that says something else gets another. */
    version: text,
    years: z.record(z.string().regex(/^(19|2[01])\d{2}$/, '年份 a year'), year).optional(),
    through: z.int().min(1900).max(2199).optional(),
    restDays: days.optional(),
    workdays: days.optional(),
    /** Days that rest in every year (每年固定放假), for years whose notice is not out; instead of the shipped ones. */
    yearly: yearly.optional(),
  })
  .refine((file) => file.years ?? file.restDays ?? file.workdays ?? file.yearly, '没有任何日期 names no day');

export type CalendarFile = z.infer<typeof calendarFile>;

/** Something wrong in the file, with where it stands; lines and columns count from 1. */
export interface CalendarProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What came of reading a file: what it says, if nothing is wrong. */
export interface CalendarRead {
  readonly file: CalendarFile | undefined;
  readonly override: CalendarOverride | undefined;
  readonly problems: readonly CalendarProblem[];
}

type Path = readonly PropertyKey[];
type Report = (path: Path, message: string) => void;

/**
 * Reads and checks a calendar file (日历校验): days that do not exist, stand twice or belong to another year, make-up workdays
 * that are no Saturday or Sunday, a year without its notice, a year left out.
 *
 * @param known the last year that is published without the file.
 */
export function readCalendar(path: string, source: string, known: number): CalendarRead {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
  const problems: CalendarProblem[] = [];
  const at = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    problems.push({ path, line, column: col, message });
  };
  const report: Report = (given, message) => {
    // a year is a number in YAML, a name in what was read of it
    const where = given.map((step) => (/^\d{4}$/.test(String(step)) ? Number(step) : step));
    for (let depth = where.length; depth >= 0; depth -= 1) {
      const node = document.getIn(where.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return at(node.range[0], message);
    }
    at(0, message);
  };
  for (const error of document.errors) at(error.pos[0], error.message.split('\n')[0] ?? error.message);
  if (problems.length > 0) return { file: undefined, override: undefined, problems };
  const read = calendarFile.safeParse(document.toJS() ?? {});
  if (!read.success) {
    for (const issue of read.error.issues)
      report(issue.path, `${issue.path.join('.') || '文件 the file'}: ${issue.message}`);
    return { file: undefined, override: undefined, problems };
  }
  checkDays(read.data, report);
  checkYears(read.data, known, report);
  if (problems.length > 0) return { file: undefined, override: undefined, problems };
  return { file: read.data, override: overrideOf(read.data), problems };
}

function overrideOf({
  version,
  years = {},
  through,
  restDays = [],
  workdays = [],
  yearly: everyYear,
}: CalendarFile): CalendarOverride {
  const tables = Object.values(years);
  const all = (list: z.infer<typeof days>) => list.flatMap(daysOf);
  return {
    version,
    years: Object.keys(years).map(Number),
    through,
    restDays: [...tables.flatMap((table) => all(table.restDays)), ...all(restDays)],
    workdays: [...tables.flatMap((table) => all(table.workdays)), ...all(workdays)],
    ...(everyYear ? { yearly: everyYear.restDays } : {}),
  };
}

function checkDays(file: CalendarFile, report: Report): void {
  const seen = new Set<string>();
  const look = (list: z.infer<typeof days>, path: Path, made: boolean, ofYear?: number) => {
    list.forEach((entry, n) => {
      const here = daysOf(entry);
      if (here.length === 0) report([...path, n], '起日晚于止日 from lies after through');
      for (const date of here) {
        if (seen.has(date)) report([...path, n], `${date} 重复出现 stands twice`);
        seen.add(date);
        if (made && weekdayOf(date) % 6 !== 0) report([...path, n], `${date} 本是工作日 is worked anyway`);
        // the notice of a year also arranges the last days of the December before it
        const belongs = ofYear === undefined || yearOf(date) === ofYear || date.startsWith(`${ofYear - 1}-12-`);
        if (!belongs) report([...path, n], `${date} 不属于 ${ofYear} 年 does not belong to ${ofYear}`);
      }
    });
  };
  for (const [name, table] of Object.entries(file.years ?? {})) {
    look(table.restDays, ['years', name, 'restDays'], false, Number(name));
    look(table.workdays, ['years', name, 'workdays'], true, Number(name));
  }
  // a correction may name a weekday worked that the table gave off
  look(file.restDays ?? [], ['restDays'], false);
  look(file.workdays ?? [], ['workdays'], false);
}

function checkYears({ years = {} }: CalendarFile, known: number, report: Report): void {
  const named = Object.keys(years).map(Number);
  for (let next = known + 1; next < Math.max(...named); next += 1) {
    if (!named.includes(next))
      report(['years'], `缺 ${next} 年 ${next} is missing: later years cannot be known before it`);
  }
}

function daysOf(entry: z.infer<typeof days>[number]): readonly CalendarDate[] {
  if (typeof entry === 'string') return [entry as CalendarDate];
  const list: CalendarDate[] = [];
  for (let date = entry.from as CalendarDate; date <= entry.through; date = addDays(date, 1)) list.push(date);
  return list;
}

/** Whether `MM-DD` is a day of some year: 02-29 is one of leap years. */
function isDayOfTheYear(given: string): boolean {
  return parseDate(`2000-${given}`) !== undefined;
}
