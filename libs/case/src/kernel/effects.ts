import type { WorkCalendar } from '#calendar';
import {
  type CalendarDate,
  type Due,
  dateOf,
  dueAfter,
  extendedBy,
  type Instant,
  laterOf,
  onDayOfYear,
  resumedAfter,
  type Span,
  startOfDay,
  yearOf,
} from '#calendar';
import type { Channel, ClockRule, EventTrigger, HolderRole, Pack, Scope, Sourced, Standing } from '#policy';
import { fits, spanOf, yellowFrom } from '#policy';
import type { Rung } from '../clock/ladder.ts';
import { aboutClock } from '../clock/overseen.ts';
import { type CaseRecord, type Clock, isCounted } from '../record.ts';
import { startedBy } from './started.by.ts';

/** A clock begins (起算): everything that was true of it then, fixed for good. */
export interface ClockStart {
  readonly effect: 'start';
  readonly id: string;
  readonly clock: string;
  readonly kind: ClockRule['kind'];
  readonly scope: Scope;
  /** What it is hidden with (`inChannel`); starts written before packs said so have no such field. */
  readonly channel?: Channel | null;
  readonly item: string;
  readonly from: Instant;
  /** The last millisecond in time. */
  readonly due: Instant;
  /** The last day before it rolled off a rest day. */
  readonly unrolled?: CalendarDate;
  /** What it was reckoned from: more time, or time out, is counted from the same. */
  readonly span: Span;
  readonly roll: boolean;
  /** From here on the inbox shows it yellow. */
  readonly yellowAt: Instant;
  /** The agency charged with the time, or null when none could be found. */
  readonly holder: string | null;
  readonly standing: Standing;
  /** The pack the rule is written in, and the version of the pack in force. */
  readonly rule: string;
  readonly pack: string;
  readonly calendar: string;
  readonly provisional: boolean;
  /** It had run out where it comes from. */
  readonly lapse?: Lapse;
}

/** What goes on where a clock that ran out is taken over: it is overdue from the beginning, and not breached anew. */
export interface Lapse {
  /** The rungs of its ladder that are still to come. */
  readonly ladder: readonly Rung[];
  /** The organs that were told of it as those above its holder. */
  readonly told: readonly string[];
}

/** A clock ends (止算): the work was done, or the item it was counted for came to its end. */
export interface ClockStop {
  readonly effect: 'stop';
  readonly id: string;
  readonly clock: string;
  readonly item: string;
  readonly at: Instant;
  readonly late: boolean;
  readonly cause: 'done' | 'ended';
}

/** A clock stands still (中止): from here on the time is not counted. */
export interface ClockPause {
  readonly effect: 'pause';
  readonly id: string;
  readonly clock: string;
  readonly item: string;
  readonly at: Instant;
}

/** A clock's end moves: it is counted again after a pause (恢复), or it was given more time (延长). */
export interface ClockMove extends Pick<ClockStart, 'due' | 'unrolled' | 'yellowAt' | 'provisional'> {
  readonly effect: 'resume' | 'move';
  readonly id: string;
  readonly clock: string;
  readonly item: string;
  readonly at: Instant;
}

export type ClockEffect = ClockStart | ClockStop | ClockPause | ClockMove;

/** Where an event names the item of a scope. */
export const ITEM_FIELD = {
  flag: 'flagId',
  report: 'reportId',
  filing: 'reportId',
  finding: 'findingId',
  order: 'orderId',
  referral: 'referralId',
  ledger: 'ledgerEntryId',
  'key-minor': 'keyMinorEntryId',
  file: 'fileId',
  rehab: 'rehabId',
  withdrawal: 'withdrawalId',
  caution: 'cautionId',
  schooling: 'schoolingId',
  supervision: 'supervisionId',
  extension: 'extensionId',
  designation: 'designationId',
  diagnosis: 'diagnosisId',
  'school-term': 'termId',
  emergency: 'emergencyId',
  'hukou-request': 'hukouRequestId',
  'protection-order': 'protectionId',
  guardianship: 'guardianshipId',
  revocation: 'revocationId',
  recommendation: 'recommendationId',
  'work-order': 'workOrderId',
  survey: 'surveyWorkId',
  submission: 'submissionId',
  meeting: 'surveyWorkId',
} as const satisfies Readonly<Record<Exclude<Scope, 'case'>, string>>;

/** An item that an event brings to its end, and with it every clock in its scope. */
export interface EndedItem {
  readonly scope: Scope;
  readonly item: string;
  /** Clocks in the scope that run on: another organ's, or those of other periods. */
  readonly spares?: (clock: Clock) => boolean;
}

interface Happened {
  readonly type: string;
  readonly data: object;
}

/** What the effects of one event depend on. */
export interface EffectContext {
  readonly caseId: string;
  readonly occurredAt: Instant;
  readonly pack: Pack;
  readonly calendar: WorkCalendar;
  /** The record as it stands after the event; what is no case has clocks alone. */
  readonly record: Pick<CaseRecord, 'clocks'> & Partial<Pick<CaseRecord, 'reports' | 'extensions' | 'supervisions'>>;
  readonly ended: readonly EndedItem[];
  /** Whether what happened then is what a clock waits for; unsaid, it always is. */
  readonly meant?: (clock: Clock, occurredAt: Instant) => boolean;
  readonly holder: (role: HolderRole, event: Happened) => string | null;
  readonly newId: () => string;
}

/**
 * The clock effects of one event (时限效果), decided once and stored with it. Stops come before starts, so an event that is
 * named in both restarts its clock. A clock that runs for an item already is not started twice.
 */
export function clockEffects(event: Happened, context: EffectContext): readonly ClockEffect[] {
  const running = Object.values(context.record.clocks).filter(isCounted);
  const carried = carriedBy(event, context);
  const stopped = new Map<string, ClockStop>();
  for (const clock of running) {
    const rule = context.pack.clocks[clock.clock];
    const done =
      rule?.stops.some((trigger) => matches(trigger, event)) &&
      names(event, clock.scope, clock.item, context.caseId) &&
      !isOfEarlierTurn(clock, event, rule, context) &&
      (context.meant?.(clock, context.occurredAt) ?? true);
    const ended = context.ended.some(
      ({ scope, item, spares }) => scope === clock.scope && item === clock.item && !spares?.(clock),
    );
    const displaced = carried.some((other) => other.clock === clock.clock && other.item === clock.item);
    if (!done && !ended && !displaced) continue;
    stopped.set(clock.id, stopOf(clock, done ? 'done' : 'ended', context));
  }
  // an answer about a clock, or more time for it, is not waited for once the clock has ended
  for (const clock of running) {
    const about = aboutClock(clock, context.record);
    if (about && stopped.has(about.id) && !stopped.has(clock.id))
      stopped.set(clock.id, stopOf(clock, 'ended', context));
  }
  const starts: ClockStart[] = [];
  for (const [name, rule] of startedBy(event.type, context.pack)) {
    if (!rule.starts.some((trigger) => matches(trigger, event))) continue;
    const item = itemOf(event, rule.scope, context.caseId);
    if (item === undefined) continue;
    if (running.some((clock) => clock.clock === name && clock.item === item && !stopped.has(clock.id))) continue;
    const met = running.find((clock) => clock.clock === name && clock.item === item);
    starts.push(startOf(name, rule, item, event, context, met));
  }
  const moved = running.filter(({ id }) => !stopped.has(id)).flatMap((clock) => movesOf(clock, event, context));
  return [...stopped.values(), ...moved, ...carried, ...starts];
}

/**
 * What comes again and again with one agency (逐期) and is entered after a later one is of a turn that is over: the clock of the turn that runs
 * stays.
 */
function isOfEarlierTurn(clock: Clock, event: Happened, rule: ClockRule, context: EffectContext): boolean {
  const { occurredAt, record } = context;
  if (occurredAt >= clock.from || !rule.starts.some((trigger) => matches(trigger, event))) return false;
  if (context.holder(rule.holder, event) !== clock.holder) return false; // handed on, it is another's turn
  return record.clocks.some(
    ({ id, clock: name, item, from }) =>
      id !== clock.id && name === clock.clock && item === clock.item && from <= occurredAt,
  );
}

function stopOf(clock: Clock, cause: ClockStop['cause'], { occurredAt: at }: EffectContext): ClockStop {
  const { id, clock: name, item, kind, due } = clock;
  return { effect: 'stop', id, clock: name, item, at, late: kind === 'duty' && at > due, cause };
}

/** What an event does to the end of a clock that goes on: pause, resume, extension. */
function movesOf(
  clock: Clock,
  event: Happened,
  { pack, calendar, caseId, occurredAt: at }: EffectContext,
): readonly ClockEffect[] {
  const rule = pack.clocks[clock.clock];
  const { id, item, state } = clock;
  const ours = names(event, clock.scope, item, caseId);
  const whom = { id, clock: clock.clock, item, at };
  const triggered = (triggers: readonly EventTrigger[] = []) =>
    ours && triggers.some((trigger) => matches(trigger, event));
  if (state === 'running' && triggered(rule?.pauses)) return [{ effect: 'pause', ...whom }];
  if (state === 'paused' && clock.pausedAt && triggered(rule?.resumes)) {
    const until = laterOf(at, clock.pausedAt); // entered late as over before it began: no time was out, and none is taken
    return [{ effect: 'resume', ...whom, ...ends(clock, resumedAfter(clock, clock.pausedAt, until, calendar), rule) }];
  }
  const more = extensionOf(event, id);
  if (!more || (state !== 'running' && state !== 'paused')) return [];
  const due = 'to' in more ? dueAfter(clock.from, more.to, clock.roll, calendar) : extendedBy(clock, more.by, calendar);
  return [{ effect: 'move', ...whom, ...ends(clock, due, rule) }];
}

/** More time for this clock, as the event that grants it says. */
function extensionOf({ data }: Happened, id: string): { readonly by: Span } | { readonly to: Span } | undefined {
  const { clockId, more } = data as { readonly clockId?: string; readonly more?: { by: Span } | { to: Span } };
  return clockId === id ? more : undefined;
}

function ends({ from }: Pick<Clock, 'from'>, due: Due, rule: Pick<ClockRule, 'yellow'> | undefined) {
  return { ...due, yellowAt: yellowFrom({ yellow: rule?.yellow }, from, due.due) };
}

/**
 * Clocks that came with flags from another case, or with work from another agency: under ids of their own, with the dues they
 * had. They take the place of those there were. A clock of this case that a merge had stopped runs on as itself.
 */
function carriedBy({ data }: Happened, { newId, record }: EffectContext): readonly ClockStart[] {
  const { clocks = [] } = data as { readonly clocks?: readonly ClockStart[] };
  const stopped = new Set(record.clocks.flatMap(({ id, state }) => (state === 'stopped' ? [id] : [])));
  return clocks.map((clock) => (stopped.has(clock.id) ? clock : { ...clock, id: newId() }));
}

function startOf(
  name: string,
  rule: Sourced<ClockRule>,
  item: string,
  event: Happened,
  context: EffectContext,
  met: Clock | undefined,
): ClockStart {
  const began = rule.countsFrom === 'receipt' ? receiptOf(item, context) : context.occurredAt;
  const roll = rule.roll ?? rule.kind !== 'term';
  const again = rule.stops.some((trigger) => matches(trigger, event));
  const span = spanOf(rule, event.data, again);
  // a day of the year that was met is met for its year: the next one is counted from it, not from when it was met
  const due = inTime(
    dueAfter(met && 'on' in span ? met.due : began, span, roll, context.calendar),
    rule,
    item,
    context,
  );
  const from = rule.startsOn === undefined ? began : fromItsDay(lastBefore(rule.startsOn, due), began, met);
  return {
    effect: 'start',
    id: context.newId(),
    clock: name,
    kind: rule.kind,
    scope: rule.scope,
    channel: rule.channel ?? null,
    item,
    from,
    span,
    roll,
    ...ends({ from }, due, rule),
    holder: context.holder(rule.holder, event),
    standing: rule.standing,
    rule: `${rule.from}/${name}`,
    pack: context.pack.version,
    calendar: context.calendar.version,
  };
}

/** Whether there is more time is decided before the time that is to be extended is over. */
function inTime(due: Due, { scope }: Pick<ClockRule, 'scope'>, item: string, { record }: EffectContext): Due {
  const extended = scope === 'extension' ? aboutClock({ scope, item }, record) : undefined;
  if (extended?.state !== 'running' || extended.due >= due.due) return due; // paused, it ends later than it says
  const { due: last, unrolled, provisional } = extended;
  return { due: last, unrolled, provisional };
}

/** One that is owed each year is owed from its own day, however late the last was met; the first, from when it was begun if that was later. */
function fromItsDay(day: Instant, began: Instant, met: Clock | undefined): Instant {
  return met ? day : laterOf(began, day);
}

/** The last time before a due day that a day of the year began. */
function lastBefore(dayOfYear: string, { due, unrolled }: Due): Instant {
  const last = unrolled ?? dateOf(due);
  const own = onDayOfYear(yearOf(last), dayOfYear);
  return startOfDay(own <= last ? own : onDayOfYear(yearOf(last) - 1, dayOfYear));
}

/** When the report was received by the unit that holds it (接到报告之时). */
function receiptOf(item: string, { record, occurredAt }: EffectContext): Instant {
  return record.reports?.find(({ id }) => id === item)?.receivedAt ?? occurredAt;
}

function matches(trigger: EventTrigger, event: Happened): boolean {
  return trigger.event === event.type && fits(trigger.when, event.data);
}

function names(event: Happened, scope: Scope, item: string, caseId: string): boolean {
  return itemOf(event, scope, caseId) === item;
}

function itemOf(event: Happened, scope: Scope, caseId: string): string | undefined {
  if (scope === 'case') return caseId;
  const item = fieldOf(event, ITEM_FIELD[scope]);
  return typeof item === 'string' ? item : undefined;
}

function fieldOf(event: Happened, field: string): unknown {
  return (event.data as Record<string, unknown>)[field];
}
