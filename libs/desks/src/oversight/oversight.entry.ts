import type { Instant } from '#calendar';
import {
  type CaseRecord,
  type Clock,
  type ClockStart,
  clockOf,
  isCommittee,
  isOfChannel,
  overseen,
  psychOpened,
  psychShared,
  type RecordedEvent,
  riskSeen,
  runningClocks,
  unlessReporter,
} from '#case';
import { isEventShown, isHiddenFlag } from './shown.ts';

/** What is told of a clock when it begins: all that a handoff is later explained by. */
export type ClockBegun = Omit<ClockStart, 'effect' | 'span' | 'roll' | 'unrolled' | 'lapse'> & {
  readonly effect: 'start' | 'known';
  /** It had run out where it comes from: its breach was told there. */
  readonly overdue?: boolean;
};

/**
 * What an event did to a clock. `known`: it ran already, and comes into sight with consent; `hidden`: it runs on and goes out of sight,
 * for consent ended before anything was sent. `breach` and `expire`: time ran out. A pause, a resuming, an extension say when, and when
 * it is due now.
 */
export type ClockLine =
  | ClockBegun
  | {
      readonly effect: string;
      readonly id: string;
      readonly clock: string;
      readonly item: string;
      readonly at?: Instant;
      readonly due?: Instant;
      readonly late?: boolean;
      readonly cause?: string;
    };

/** One line of a supervisor's timeline (时间线): type, time, agency and clock effects, no content. */
export interface OversightEntry {
  readonly event: RecordedEvent['type'];
  readonly at: Instant;
  readonly occurredAt: Instant;
  readonly enteredLate: boolean;
  /** Null where it would name a reporter. */
  readonly by: string | null;
  readonly pack: string;
  /** Where the case was then. */
  readonly division: string;
  /** The flag, report, order … that it is about. */
  readonly item: string | null;
  readonly clocks: readonly ClockLine[];
}

/** The narrowest thing that an event names comes first; things that a supervisor may not know of are not among them. */
const ITEMS = [
  'workOrderId',
  'hukouRequestId',
  'guardianshipId',
  'revocationId',
  'referralId',
  'withdrawalId',
  'schoolingId',
  'orderId',
  'findingId',
  'reportId',
  'flagId',
] as const;

/** What a supervisor may know of an event, fixed for good when it is recorded; nothing of hidden work. */
export function oversightEntry(event: RecordedEvent, record: CaseRecord, before: CaseRecord): OversightEntry | null {
  if (!isEventShown(event, record, before)) return null;
  const { type, data, meta } = event;
  const by = meta.actor.agency.id;
  const named = data as Readonly<Record<string, unknown>>;
  const item = ITEMS.map((field) => named[field]).find((id): id is string => typeof id === 'string');
  return {
    event: type,
    at: meta.at,
    occurredAt: meta.occurredAt,
    enteredLate: meta.enteredLate,
    by: type === 'ReportRepeated' && !isCommittee(by, record) ? null : unlessReporter(by, record),
    pack: meta.pack,
    division: record.division,
    item: item === undefined || isHiddenFlag(item, record) ? null : item,
    clocks: [
      ...ranOut(event),
      ...comeIntoSight(event, record),
      ...effectsOf(event, record, before),
      ...goOutOfSight(event, record, before),
    ].map((line) => ('holder' in line ? { ...line, holder: unlessReporter(line.holder, record) } : line)),
  };
}

function ranOut({ type, data }: RecordedEvent): readonly ClockLine[] {
  if (type !== 'ClockBreached' && type !== 'ClockExpired') return [];
  const { clockId: id, clock, item, due } = data;
  return [{ effect: type === 'ClockBreached' ? 'breach' : 'expire', id, clock, item, at: due }];
}

/** Clocks of the psychological channel that run already when it is opened; that of an emergency has been told of since it began. */
function comeIntoSight({ type, meta }: RecordedEvent, record: CaseRecord): readonly ClockLine[] {
  const opens = type === 'GuardianConsentRecorded' || (type === 'PsychReferralSent' && riskSeen(record));
  if (!opens || !psychShared(record)) return [];
  const begun = new Set(meta.effects.map(({ id }) => id));
  return runningClocks(record)
    .filter(
      (clock) =>
        isOfChannel(clock, record) && overseen(clock, record) && !begun.has(clock.id) && clock.scope !== 'case',
    )
    .flatMap((clock): ClockLine[] => {
      const { id, clock: name, item, due, state } = clock;
      const begun: ClockLine = { ...startOf(clock), effect: 'known' };
      return state === 'overdue' ? [begun, { effect: 'breach', id, clock: name, item, at: due }] : [begun];
    });
}

/** What runs on and could be known until now: with consent, or a danger, that alone had shown it. */
function goOutOfSight({ meta }: RecordedEvent, record: CaseRecord, before: CaseRecord): readonly ClockLine[] {
  if (psychOpened(before) === psychOpened(record) && riskSeen(before) === riskSeen(record)) return [];
  return runningClocks(record)
    .filter((clock) => clockOf(before, clock.id) && overseen(clock, before) && !overseen(clock, record))
    .map(({ id, clock, item }) => ({ effect: 'hidden', id, clock, item, at: meta.occurredAt }));
}

/** A clock that ends with what had brought it into sight is told of once more. */
function effectsOf({ meta }: RecordedEvent, record: CaseRecord, before: CaseRecord): readonly ClockLine[] {
  return meta.effects.flatMap((effect): ClockLine[] => {
    const clock = clockOf(record, effect.id);
    const wasKnown = effect.effect !== 'start' && clock !== undefined && overseen(clock, before);
    if (clock === undefined || !(wasKnown || overseen(clock, record))) return [];
    if (effect.effect === 'start')
      return [{ ...startOf(effect), effect: 'start', ...(effect.lapse ? { overdue: true } : {}) }];
    const { effect: kind, id, clock: name, item, at } = effect;
    const line = { effect: kind, id, clock: name, item, at };
    if (effect.effect === 'stop') return [{ ...line, late: effect.late, cause: effect.cause }];
    return [effect.effect === 'pause' ? line : { ...line, due: effect.due }];
  });
}

function startOf(clock: ClockStart | Clock): Omit<ClockBegun, 'effect'> {
  const { id, clock: name, kind, scope, item, from, due, yellowAt, holder } = clock;
  const { standing, rule, pack, calendar, provisional } = clock;
  return {
    id,
    clock: name,
    kind,
    scope,
    item,
    from,
    due,
    yellowAt,
    holder,
    standing,
    rule,
    pack,
    calendar,
    provisional,
  };
}
