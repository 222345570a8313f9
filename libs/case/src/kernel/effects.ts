import type { WorkCalendar } from '#calendar';
import { type CalendarDate, dueAfter, epochOf, type Instant, instantAt, type Span } from '#calendar';
import type { ClockRule, EventTrigger, HolderRole, Pack, Scope, Sourced, Standing } from '#policy';
import type { CaseRecord } from '../record.ts';

/** A clock begins (起算): everything that was true of it then, fixed for good. */
export interface ClockStart {
  readonly effect: 'start';
  readonly id: string;
  readonly clock: string;
  readonly kind: ClockRule['kind'];
  readonly scope: Scope;
  readonly item: string;
  readonly from: Instant;
  /** The last millisecond in time. */
  readonly due: Instant;
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

export type ClockEffect = ClockStart | ClockStop;

/** Where an event names the item of a scope. */
export const ITEM_FIELD: Readonly<Record<Exclude<Scope, 'case'>, string>> = {
  flag: 'flagId',
  report: 'reportId',
  finding: 'findingId',
  order: 'orderId',
  referral: 'referralId',
  ledger: 'ledgerEntryId',
  file: 'fileId',
  rehab: 'rehabId',
  withdrawal: 'withdrawalId',
  caution: 'cautionId',
  schooling: 'schoolingId',
  diagnosis: 'diagnosisId',
  'school-term': 'termId',
  emergency: 'emergencyId',
  recommendation: 'recommendationId',
};

/** An item that an event brings to its end, and with it every clock in its scope. */
export interface EndedItem {
  readonly scope: Scope;
  readonly item: string;
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
  /** The record as it stands after the event; what is no case has no reports. */
  readonly record: Pick<CaseRecord, 'clocks'> & Partial<Pick<CaseRecord, 'reports'>>;
  readonly ended: readonly EndedItem[];
  readonly holder: (role: HolderRole, event: Happened) => string | null;
  readonly newId: () => string;
}

const NEAR = 0.75;

/**
 * The clock effects of one event (时限效果), decided once and stored with it. Stops come before starts, so an event that is
 * named in both restarts its clock. A clock that runs for an item already is not started twice.
 */
export function clockEffects(event: Happened, context: EffectContext): readonly ClockEffect[] {
  const running = Object.values(context.record.clocks).filter(
    (clock) => clock.state === 'running' || clock.state === 'overdue',
  );
  const carried = carriedBy(event, context);
  const stopped = new Map<string, ClockStop>();
  for (const clock of running) {
    const rule = context.pack.clocks[clock.clock];
    const done =
      rule?.stops.some((trigger) => matches(trigger, event)) && names(event, clock.scope, clock.item, context.caseId);
    const ended = context.ended.some(({ scope, item }) => scope === clock.scope && item === clock.item);
    const displaced = carried.some((other) => other.clock === clock.clock && other.item === clock.item);
    if (!done && !ended && !displaced) continue;
    stopped.set(clock.id, {
      effect: 'stop',
      id: clock.id,
      clock: clock.clock,
      item: clock.item,
      at: context.occurredAt,
      late: clock.kind === 'duty' && context.occurredAt > clock.due,
      cause: done ? 'done' : 'ended',
    });
  }
  const starts: ClockStart[] = [];
  for (const [name, rule] of Object.entries(context.pack.clocks)) {
    if (!rule.starts.some((trigger) => matches(trigger, event))) continue;
    const item = itemOf(event, rule.scope, context.caseId);
    if (item === undefined) continue;
    if (running.some((clock) => clock.clock === name && clock.item === item && !stopped.has(clock.id))) continue;
    starts.push(startOf(name, rule, item, event, context));
  }
  return [...stopped.values(), ...carried, ...starts];
}

/**
 * Clocks that came with flags from another case, or with work from another agency: under ids of their own, with the dues they
 * had. They take the place of those there were.
 */
function carriedBy({ data }: Happened, { newId }: EffectContext): readonly ClockStart[] {
  const { clocks = [] } = data as { readonly clocks?: readonly ClockStart[] };
  return clocks.map((clock) => ({ ...clock, id: newId() }));
}

function startOf(
  name: string,
  rule: Sourced<ClockRule>,
  item: string,
  event: Happened,
  context: EffectContext,
): ClockStart {
  const from = rule.countsFrom === 'receipt' ? receiptOf(item, context) : context.occurredAt;
  const roll = rule.roll ?? rule.kind !== 'term';
  const { due, provisional } = dueAfter(from, asWritten(rule.within, event), roll, context.calendar);
  const near = epochOf(from) + (epochOf(due) - epochOf(from)) * (rule.yellow ?? NEAR);
  return {
    effect: 'start',
    id: context.newId(),
    clock: name,
    kind: rule.kind,
    scope: rule.scope,
    item,
    from,
    due,
    yellowAt: instantAt(Math.floor(near)),
    holder: context.holder(rule.holder, event),
    standing: rule.standing,
    rule: `${rule.from}/${name}`,
    pack: context.pack.version,
    calendar: context.calendar.version,
    provisional,
  };
}

/** When the report was received by the unit that holds it (接到报告之时). */
function receiptOf(item: string, { record, occurredAt }: EffectContext): Instant {
  return record.reports?.find(({ id }) => id === item)?.receivedAt ?? occurredAt;
}

/** The rule's span, with the number or the day that the document itself sets where it sets one. */
function asWritten(within: ClockRule['within'], event: Happened): Span {
  if ('untilWritten' in within) return { until: fieldOf(event, within.untilWritten) as CalendarDate };
  if (!('asWritten' in within) || within.asWritten === undefined) return within;
  const written = fieldOf(event, within.asWritten);
  const { asWritten: _, ...span } = within;
  if (typeof written !== 'number') return span as Span;
  const unit = Object.keys(span)[0] as string;
  return { [unit]: written } as unknown as Span;
}

function matches(trigger: EventTrigger, event: Happened): boolean {
  return (
    trigger.event === event.type &&
    Object.entries(trigger.when).every(([field, value]) => (fieldOf(event, field) ?? null) === value)
  );
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
