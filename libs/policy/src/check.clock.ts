import { awaitedHolders, awaitedScopes, type ClockEntry } from './pack.schema.ts';
import type { Path, Report } from './problem.ts';

/** What must hold of a clock whatever events there are (时限形式校验). */
export function checkClockForm(name: string, clock: ClockEntry, report: Report): void {
  const at = (...path: Path): Path => ['clocks', name, ...path];
  if (clock.countsFrom === 'receipt' && clock.scope !== 'report') {
    report(
      at('countsFrom'),
      'countsFrom: receipt 只用于 scope: report。',
      'only what is counted for a report counts from its receipt',
    );
  }
  for (const { path, within } of spansOf(clock)) checkSpan(at(...path), within, clock, report);
  if ((clock.pauses === undefined) !== (clock.resumes === undefined)) {
    report(
      at(),
      'pauses（中止）与 resumes（恢复）须同时写明。',
      'a clock that pauses says what resumes it, and the other way round',
    );
  }
  checkExtensions(name, clock, report);
  checkYellow(name, clock, report);
  if (clock.kind !== 'duty' && clock.ladder !== undefined) {
    report(at('ladder'), '只有义务（kind: duty）超期才督办。', 'only a duty that ran out is urged');
  }
  if (clock.awaits) return;
  if (clock.starts.length === 0) {
    report(
      at('starts'),
      '须写明起算的事件 starts；业务尚未建成的写 awaits。',
      'a clock needs an event that starts it, or says what it awaits',
    );
  }
  if (clock.kind === 'duty' && clock.stops.length === 0) {
    report(
      at('stops'),
      '没有事件停止这项义务：只有事项终结才停止。请核对 stops。',
      'nothing stops this duty but the end of its item: look at stops again',
      'warning',
    );
  }
  if (clock.startsOn !== undefined && !('on' in clock.within)) {
    report(
      at('startsOn'),
      'startsOn 只与 within: { on } 一起使用。',
      'only what runs to a day of the year counts from one',
    );
  }
  for (const [field, later] of [['scope', awaitedScopes] as const, ['holder', awaitedHolders] as const]) {
    if ((later as readonly string[]).includes(clock[field])) {
      report(
        at(field),
        `${field}: ${clock[field]} 的业务尚未建成：请写明 awaits。`,
        `${field} ${clock[field]} is of a track that does not exist yet: say what the clock awaits`,
      );
    }
  }
}

function checkSpan(at: Path, within: ClockEntry['within'], clock: ClockEntry, report: Report): void {
  if ('each' in within && !clock.starts.some(({ event }) => clock.stops.some((stop) => stop.event === event))) {
    report(
      [...at, 'each'],
      '每月、每季一次的时限，须有一个事件既在 stops 又在 starts 之中。',
      'a cadence needs an event that both stops it and starts it again',
    );
  }
  if (!('most' in within) || within.most === undefined) return;
  const where = [...at, 'most'];
  const [, number] = lengthOf(within) ?? [];
  if (within.asWritten === undefined) {
    report(where, 'most 须与 asWritten 一起使用。', 'most stands beside asWritten');
  } else if (number !== undefined && within.most < number) {
    report(
      where,
      `most 为 ${within.most}，小于期间本身的 ${number}。`,
      `the most is ${within.most}, less than the ${number} that hold where nothing is written`,
    );
  }
}

function checkExtensions(name: string, { within, pauses, extensions = [] }: ClockEntry, report: Report): void {
  extensions.forEach((extension, n) => {
    if (!('to' in extension)) return;
    const where = ['clocks', name, 'extensions', n, 'to'];
    if (pauses) {
      report(
        where,
        '会中止的时限只能用 by 延长若干时间，不能用 to。',
        'a clock that pauses is extended by so much, not to so much from its beginning',
      );
    }
    const [unit, number] = lengthOf(within) ?? [];
    const [toUnit, to] = lengthOf(extension.to) ?? [];
    if (unit !== toUnit || number === undefined || to === undefined || to > number) return;
    report(
      where,
      `延长至 ${to}，不长于原来的 ${number}：延长后须更晚届满。`,
      `an extension to ${to} is no more than the ${number} there are: it ends later`,
    );
  });
}

const DAYS_IN = { hours: 1 / 24, days: 1, months: 31, workingDays: 7 } as const;

/** So many days before the end is near only what is longer than that. */
function checkYellow(name: string, { within, yellow }: ClockEntry, report: Report): void {
  const [unit, number] = lengthOf(within) ?? [];
  if (typeof yellow !== 'object' || unit === undefined || number === undefined) return;
  if (yellow.daysBefore < number * DAYS_IN[unit]) return;
  report(
    ['clocks', name, 'yellow'],
    `届满前 ${yellow.daysBefore} 天长于整个期间：一开始就是黄色。`,
    `${yellow.daysBefore} days before its end is before it starts: it would be yellow all along`,
  );
}

type Unit = keyof typeof DAYS_IN;

/** The unit and number of a span that is so long, and not until a day. */
export function lengthOf(within: object): readonly [Unit, number] | undefined {
  for (const unit of Object.keys(DAYS_IN) as Unit[]) {
    const number = (within as Partial<Record<Unit, number>>)[unit];
    if (number !== undefined) return [unit, number];
  }
  return undefined;
}

/** Every span of a clock, with where it stands in it. */
export function spansOf({ within, variants = [] }: Pick<ClockEntry, 'within' | 'variants'>) {
  return [
    { path: ['within'] as Path, within },
    ...variants.map((one, n) => ({ path: ['variants', n, 'within'] as Path, within: one.within })),
  ];
}
