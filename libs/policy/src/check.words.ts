import { spansOf } from './check.clock.ts';
import type { ClockEntry, EventTrigger, Scope } from './pack.schema.ts';
import { hint, type Path, type Report } from './problem.ts';
import type { EventWords, FieldValues, Vocabulary } from './vocabulary.ts';

const edges = ['starts', 'stops', 'pauses', 'resumes'] as const;
type Edge = (typeof edges)[number];

/**
 * What must hold of a clock by the events that there are (时限用词校验): each is about what the clock is counted for, may have the values
 * that the clock looks for, and knows whom it charges. Else the clock would never start, or never stop, without a word.
 */
export function checkClock(name: string, clock: ClockEntry, { events, channel }: Vocabulary, report: Report): void {
  const at = (...path: Path): Path => ['clocks', name, ...path];
  const named = edges.flatMap((edge) => clock[edge] ?? []);
  if (clock.awaits && named.every(({ event }) => events.has(event))) {
    report(
      at('awaits'),
      '所写事件都已存在，无须等待：请删去 awaits。',
      'awaits nothing: every event that it names exists',
    );
  }
  for (const edge of edges) {
    clock[edge]?.forEach((trigger, n) => {
      const { event } = trigger;
      const words = events.get(event);
      if (!words && !clock.awaits) {
        const near = hint(event, events.keys());
        report(at(edge, n), `没有事件“${event}”。${near.zh}`, `unknown event "${event}"${near.en}`);
      }
      if (!words) return;
      checkWhen(at(edge, n), trigger, words, report);
      if (!clock.awaits) checkItem(at(edge, n), event, words, clock.scope as Scope, edge, report);
    });
  }
  for (const [n, { event }] of clock.starts.entries()) {
    const words = events.get(event);
    if (!words) continue;
    checkWritten(at(), event, words, clock, report);
    for (const [m, { when }] of (clock.variants ?? []).entries()) {
      checkWhen(at('variants', m), { event, when }, words, report, 'when');
    }
    if (!clock.awaits) checkHolder(at('holder'), event, words, clock, report, n);
  }
  if (!clock.awaits) checkWhole(at('scope'), clock, events, report);
  if (channel) checkChannel(at, clock, channel, report);
}

/**
 * A clock that events of the psychological channel alone start is marked as the channel's: without the mark whoever oversees the place
 * would learn of it before consent. One that others start as well is no secret, and is not marked.
 */
function checkChannel(
  at: (...path: Path) => Path,
  { starts, channel }: ClockEntry,
  { events, flag }: NonNullable<Vocabulary['channel']>,
  report: Report,
): void {
  const hidden = starts.length > 0 && starts.every(({ event, when }) => events.has(event) || when.kind === flag);
  if (hidden && channel === undefined) {
    report(
      at(),
      '起算事件都属心理转介，须写 channel: psychological：否则未经同意，督导机关和基层即可看到。',
      'only events of the psychological channel start it: say channel: psychological, or others see it before there is consent',
    );
  }
  if (!hidden && channel !== undefined) {
    report(
      at('channel'),
      '起算事件不全属心理转介，不写 channel：否则督导机关看不到这项时限。',
      'events outside the psychological channel start it: leave out channel, or whoever oversees does not see it',
    );
  }
}

/** Scopes of which a stream has one item alone: a clock counted for it runs once, however many items its events name. */
const WHOLE: readonly Scope[] = ['case', 'ledger', 'key-minor', 'survey', 'recommendation'];

/** A clock is counted for the whole though all that starts and stops it is about one item in it: two items would share it. */
function checkWhole(
  at: Path,
  { scope, starts, stops }: ClockEntry,
  events: Vocabulary['events'],
  report: Report,
): void {
  if (!WHOLE.includes(scope as Scope) || stops.length === 0) return;
  const named = [...starts, ...stops].map(({ event }) => events.get(event)?.items ?? new Set<Scope>());
  const shared = [...(named[0] ?? [])].find(
    (item) => item !== 'meeting' && !WHOLE.includes(item) && named.every((items) => items.has(item)),
  );
  if (shared === undefined) return;
  report(
    at,
    `起算和停止它的事件都针对 ${shared}，却按 scope: ${scope} 计时：有两个 ${shared} 时只计一次。请核对是否应为 scope: ${shared}。`,
    `all that starts and stops it is about one ${shared}, but it is counted for the ${scope}: two would share it. Is scope ${shared} meant?`,
    'warning',
  );
}

/** What a trigger looks at: fields that the event has, and values that they can have. */
function checkWhen(at: Path, { event, when }: EventTrigger, words: EventWords, report: Report, ...in_: Path): void {
  for (const [field, value] of Object.entries(when)) {
    const where = in_.length > 0 ? [...at, ...in_, field] : at;
    const values = fieldOf(where, event, field, words, report);
    if (values === undefined || fitsValues(value, values)) continue;
    const known = values === 'boolean' ? ['true', 'false'] : typeof values === 'string' ? [] : values;
    const near = hint(String(value), known);
    const list = known.length > 0 ? known.join(', ') : undefined;
    report(
      where,
      `事件 ${event} 的 ${field} 不会是“${value}”，这一条永不成立；可以是：${list ?? KINDS[values as Kind].zh}。${near.zh}`,
      `${field} of ${event} is never "${value}", so this never holds; it may be ${list ?? KINDS[values as Kind].en}${near.en}`,
    );
  }
}

type Kind = Extract<FieldValues, string>;
const KINDS: Readonly<Record<Kind, { readonly zh: string; readonly en: string }>> = {
  boolean: { zh: 'true 或 false', en: 'true or false' },
  number: { zh: '数字', en: 'a number' },
  date: { zh: '日期', en: 'a date' },
  text: { zh: '文字', en: 'text' },
};

/** What an event leaves open is null: a number, a day or a name, but never a yes or no, nor one of a closed list. */
function fitsValues(value: unknown, values: FieldValues): boolean {
  if (value === null) return values === 'number' || values === 'date' || values === 'text';
  if (values === 'boolean' || values === 'number') return typeof value === values;
  return typeof value === 'string' && (typeof values === 'string' || values.includes(value));
}

function fieldOf(at: Path, event: string, field: string, words: EventWords, report: Report): FieldValues | undefined {
  const values = words.fields.get(field);
  if (values !== undefined) return values;
  const near = hint(field, words.fields.keys());
  const list = [...words.fields.keys()].join(', ') || '—';
  report(
    at,
    `事件 ${event} 没有时限可看的字段“${field}”；可看的有：${list}。${near.zh}`,
    `event ${event} has no field "${field}" that a clock may look at; there are: ${list}${near.en}`,
  );
  return undefined;
}

const NEVER: Readonly<Record<Edge, { readonly zh: string; readonly en: string }>> = {
  starts: { zh: '永不起算', en: 'never start' },
  stops: { zh: '永不因它停止', en: 'never be stopped by it' },
  pauses: { zh: '永不因它中止', en: 'never be paused by it' },
  resumes: { zh: '永不因它恢复', en: 'never be resumed by it' },
};

function checkItem(at: Path, event: string, { items }: EventWords, scope: Scope, edge: Edge, report: Report): void {
  if (items.has(scope)) return;
  const list = [...items].join(', ');
  report(
    at,
    `事件 ${event} 不涉及 scope: ${scope} 的事项，时限${NEVER[edge].zh}；它涉及：${list}。`,
    `event ${event} is about no ${scope}, so the clock would ${NEVER[edge].en}; it is about: ${list}`,
  );
}

/** Numbers and days that the document sets are in fields of the event that hold such. */
function checkWritten(at: Path, event: string, words: EventWords, clock: ClockEntry, report: Report): void {
  for (const { path, within } of spansOf(clock)) {
    for (const [key, kind] of [['asWritten', 'number'] as const, ['untilWritten', 'date'] as const]) {
      const field = (within as Readonly<Record<string, unknown>>)[key];
      if (typeof field !== 'string') continue;
      const where = [...at, ...path, key];
      const values = fieldOf(where, event, field, words, report);
      if (values === undefined || values === kind) continue;
      report(
        where,
        `事件 ${event} 的 ${field} 不是${KINDS[kind].zh}。`,
        `${field} of ${event} is not ${KINDS[kind].en}`,
      );
    }
  }
}

function checkHolder(
  at: Path,
  event: string,
  { holders }: EventWords,
  { holder }: ClockEntry,
  report: Report,
  start: number,
): void {
  if ((holders as ReadonlySet<string>).has(holder)) return;
  const list = [...holders].join(', ');
  report(
    at,
    `第 ${start + 1} 个起算事件 ${event} 找不到责任机构 holder: ${holder}，期间不属于任何机构；可以是：${list}。`,
    `event ${event} that starts it knows no ${holder}: nobody would be charged; it may be: ${list}`,
  );
}
