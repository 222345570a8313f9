import { epochOf, type Instant, laterOf } from '#calendar';
import type { Agency, HolderRole, Scope } from '#policy';
import {
  type CommandName,
  caseCommands,
  type InputOf,
  type SystemCommandName,
  systemCommands,
} from './case.commands.ts';
import { type CaseEvent, evolve, type RecordedEvent } from './case.ts';
import { endedBy, holderOf } from './clock.parties.ts';
import { closingDepartures } from './closing/closing.ts';
import {
  binds,
  type CommandDefinition,
  type Context,
  type Departure,
  departure,
  firstRefusal,
  powerOf,
  type StandingContext,
} from './kernel/command.ts';
import { type ClockEffect, clockEffects, type EndedItem } from './kernel/effects.ts';
import type { EventMeta, Override } from './kernel/event.ts';
import { isRefusal, type Refusal, refuse } from './kernel/refusal.ts';
import { refusedOrFailed } from './order/order.ts';
import { reviewDepartures } from './order/review.ts';
import { partyDepartures } from './parties.ts';
import { hasReadItsTime } from './reads.on.ts';
import { type CaseRecord, type Clock, clockOf, runningClocks } from './record.ts';
import { careHasLeft, relationsOf, standsAside } from './relation.ts';
import { returnDepartures } from './workorder/receive.ts';
import { rulingDepartures } from './workorder/ruling.ts';
import { sendDepartures } from './workorder/service.ts';

/** A command on its way to a decision, its personal fields sealed already. */
export interface Submission {
  readonly command: CommandName | SystemCommandName;
  readonly input: object;
  readonly commandId: string;
  readonly digest: string;
  /** What the officer saw of the case is no longer what there is to see. */
  readonly stale?: boolean;
  /** The case was not named: the child's identity led to it, so the agency need not stand in any relation to it yet. */
  readonly joins?: boolean;
}

const DAY = 86_400_000;

/**
 * Decides a command on a case: may the agency, do the guards hold, what happened, and what that does to the clocks. Pure:
 * the same case, command and context give the same events.
 */
export function decide(
  submission: Submission,
  record: CaseRecord,
  context: Context,
): readonly RecordedEvent[] | Refusal {
  const { command, input, stale, joins } = submission;
  if (command in systemCommands) {
    const definition = systemCommands[command as SystemCommandName] as CommandDefinition<object>;
    return recorded(definition.decide(input, record, context), submission, record, context, [], ofCase);
  }
  const name = command as CommandName;
  const refusal =
    stepRefusal(name, record, context, joins) ??
    (context.occurredAt > context.at ? refuse('OCCURRED_IN_FUTURE') : undefined) ??
    (tooEarly(context) ? refuse('OCCURRED_BEFORE') : undefined) ??
    (stale ? refuse('CASE_CHANGED') : undefined);
  if (refusal) return refusal;
  const overrides = overridesOf(name, input, record, context);
  if (isRefusal(overrides)) return overrides;
  const definition = caseCommands[name] as CommandDefinition<object>;
  const outcome = recorded(definition.decide(input, record, context), submission, record, context, overrides, ofCase);
  return !isRefusal(outcome) && endsBeforeItBegan(outcome, record) ? refuse('OCCURRED_BEFORE') : outcome;
}

const YEARS_OF_A_MINOR = 18;

/** What is entered late happened while the child can have been a minor. */
function tooEarly({ at, occurredAt }: Context): boolean {
  return occurredAt < `${String(Number(at.slice(0, 4)) - YEARS_OF_A_MINOR)}${at.slice(4)}`;
}

/** What a place does of its own accord may have been done before anybody flagged it; its clocks are those of case and flag. */
const OF_ITS_OWN_ACCORD: readonly Scope[] = ['case', 'flag'];

/** Work that was received from another cannot have been done before it was: a late entry is counted where it occurred, and no earlier. */
function endsBeforeItBegan(events: readonly RecordedEvent[], record: CaseRecord): boolean {
  return events
    .flatMap(({ meta }) => meta.effects)
    .some((effect) => {
      const clock = effect.effect === 'stop' && effect.cause === 'done' ? clockOf(record, effect.id) : undefined;
      return (
        clock !== undefined && !OF_ITS_OWN_ACCORD.includes(clock.scope) && 'at' in effect && effect.at < clock.from
      );
    });
}

/**
 * Why a command would be refused whatever its input: the same rules that list the lawful next steps. An agency without any
 * relation to the case gets the answer for a case that is not there.
 */
export function stepRefusal(
  name: CommandName,
  record: CaseRecord,
  context: StandingContext,
  joins = false,
): Refusal | undefined {
  const power = powerOf(name, context.actor.agency.type, context.pack);
  if (isRefusal(power)) return power;
  const definition = caseCommands[name] as CommandDefinition<object>;
  if (record.status === 'none') return definition.opensCase && joins ? undefined : refuse('NOT_FOUND');
  // the record knows no later moment than its newest event; who reads for a time has it until now
  const now = record.readOn.length > 0 ? { ...record, at: context.at } : record;
  const related = isThereFor(name, now, context.actor.agency);
  if (!related && !joins) return refuse('NOT_FOUND');
  if (!joins && !definition.aside && standsAside(record, context.actor.agency)) {
    return refuse('NOT_YOUR_ITEM', null, { item: { zh: '个案', en: 'case' } });
  }
  if (!joins && careHasLeft(record, context.actor.agency) && !mayStillDo(definition, record, context)) {
    return hasReadItsTime(now, context.actor.agency.id)
      ? refuse('NOT_FOUND')
      : refuse('NOT_YOUR_ITEM', null, { item: movedOn });
  }
  if (record.mergedInto !== null && name !== 'UnmergeFlags') return refuse('CASE_MERGED');
  return firstRefusal(definition.guards, record, context);
}

const movedOn = { zh: '已移交他处的关爱档案', en: 'care file, which has moved on,' };

/** Whether a case is there for an agency that gives this command: it has a relation to it, or the law calls it back. */
export function isThereFor(name: CommandName, record: CaseRecord, agency: Agency): boolean {
  return relationsOf(record, agency).size > 0 || caseCommands[name].comesBack?.(record, agency) === true;
}

/** What a committee that the care file has left may still do: report, answer for its own papers, and finish what waits for it. */
function mayStillDo(
  { aside, ownPapers, emits }: CommandDefinition<object>,
  record: CaseRecord,
  { actor, packOf }: StandingContext,
): boolean {
  const waits = runningClocks(record).some((clock) => {
    const stops = clock.holder === actor.agency.id ? packOf(clock).clocks[clock.clock]?.stops : undefined;
    return stops?.some(({ event }) => (emits as readonly string[]).includes(event)) ?? false;
  });
  return aside === true || ownPapers === true || waits;
}

/** Rules that are not law and are departed from here, each with the officer's reason. */
function overridesOf(
  name: CommandName,
  input: object,
  record: CaseRecord,
  context: Context,
): readonly Override[] | Refusal {
  const { pack, actor, reason } = context;
  const departed: string[] = [];
  const power = pack.powers[name];
  if (power && powerOf(name, actor.agency.type, pack) === 'with-reason') {
    const refusal = departure(`powers.${name}`, power, context);
    if (refusal) return refusal;
    departed.push(`powers.${name}`);
  }
  const { orderType } = input as { readonly orderType: string };
  const order = name === 'IssueOrder' ? pack.orders[orderType] : undefined;
  if (order && !order.issuers.includes(actor.agency.type) && !binds(order)) departed.push(`orders.${orderType}`);
  if (order?.requires && !refusedOrFailed(record)) departed.push(`orders.${orderType}.requires`);
  for (const { rule, basis } of departuresOf(name, input, record, context)) {
    if (binds(basis)) continue; // the law refuses, and says so itself
    const refusal = departure(rule, basis, context);
    if (refusal) return refusal;
    departed.push(rule);
  }
  return reason === undefined ? [] : departed.map((rule) => ({ rule, reason }));
}

/** Rules of a command's own matter that it would depart from with this input. */
function departuresOf(name: CommandName, input: object, record: CaseRecord, context: Context): readonly Departure[] {
  switch (name) {
    case 'SendWorkOrder':
      return sendDepartures(input as InputOf<typeof name>, record, context);
    case 'ReturnWorkOrder':
      return returnDepartures(input as InputOf<typeof name>, record, context);
    case 'RequestReview':
      return reviewDepartures(input as InputOf<typeof name>, record, context);
    case 'RuleOnWorkOrder':
      return rulingDepartures(input as InputOf<typeof name>, record, context);
    case 'IssueOrder':
    case 'NameProvider':
    case 'ApplyMeasure':
      return partyDepartures(input, record, context);
    case 'CloseCase':
      return closingDepartures(input as InputOf<typeof name>, record, context);
    default:
      return [];
  }
}

/** How events of one kind of stream change its record, end its items and charge its clocks. */
export interface Recording<R, E> {
  readonly evolve: (record: R, event: E & { readonly meta: EventMeta }) => R;
  readonly endedBy: (event: E, record: R) => readonly EndedItem[];
  readonly holderOf: (
    role: HolderRole,
    event: { readonly type: string; readonly data: object },
    record: R,
    actor: string,
    directory: Context['directory'],
  ) => string | null;
  /** Whether what happened then is what a clock waits for; unsaid, it always is. */
  readonly meant?: (clock: Clock, occurredAt: Instant) => boolean;
  /** From when clocks of an event count: when it happened, unless time alone brought it about. */
  readonly startOf: (event: E, occurredAt: Instant, at: Instant) => Instant;
}

const ofCase: Recording<CaseRecord, CaseEvent> = { evolve, endedBy, holderOf, startOf };

/** What was decided, with what is recorded beside each event: time, actor, pack, and what it does to the clocks. */
export function recorded<
  R extends Pick<CaseRecord, 'at' | 'clocks'>,
  E extends { readonly type: string; readonly data: object },
>(
  decision: readonly E[] | Refusal,
  { commandId, digest }: Pick<Submission, 'commandId' | 'digest'>,
  before: R,
  context: Context,
  overrides: readonly Override[],
  { evolve, endedBy, holderOf, startOf, meant }: Recording<R, E>,
): readonly (E & { readonly meta: EventMeta })[] | Refusal {
  if (isRefusal(decision)) return decision;
  const { actor, pack, calendar, directory, occurredAt, newId, caseId } = context;
  const at = laterOf(context.at, before.at ?? context.at);
  const meta = {
    at,
    occurredAt,
    enteredLate: epochOf(at) - epochOf(occurredAt) >= DAY,
    actor: { ...actor, agency: namedIn(actor) },
    commandId,
    digest,
    pack: pack.version,
    ...(overrides.length > 0 ? { overrides } : {}),
  };
  let record = before;
  let spared = false;
  const events = decision.map((event, n) => {
    const bare = evolve(record, { ...event, meta: { ...meta, effects: [] } });
    const effects = clockEffects(event, {
      caseId,
      occurredAt: startOf(event, occurredAt, at),
      pack,
      calendar,
      record: { ...bare, clocks: record.clocks },
      ended: endedBy(event, bare),
      meant,
      holder: (role, of) => holderOf(role, of, bare, actor.agency.id, directory),
      newId,
    });
    spared ||= sparesBreach(effects, record, at);
    const done = { ...event, meta: { ...meta, effects } };
    if (n + 1 < decision.length) record = evolve(record, done); // what the last leaves behind is for the caller to fold
    return done;
  });
  return spared ? events.map((event) => ({ ...event, meta: { ...event.meta, enteredLate: true } })) : events;
}

/** Who acted, as the event keeps it: not what a pack lets that agency see, which another pack may change. */
function namedIn({ agency: { id, type, division } }: Context['actor']): Context['actor']['agency'] {
  return { id, type, division };
}

const BY_TIME: ReadonlySet<string> = new Set([
  'ClockBreached',
  'ClockExpired',
  'HolderReminded',
  'HolderUrged',
  'SupervisionOpened',
  'SuperiorNotified',
] satisfies CaseEvent['type'][]);

/** Whether work counts as done in time only because it is said to have been done before it was entered: that is marked, be it by an hour. */
function sparesBreach(effects: readonly ClockEffect[], record: Pick<CaseRecord, 'clocks'>, at: Instant): boolean {
  return effects.some((one) => {
    const clock = one.effect === 'stop' && !one.late ? clockOf(record, one.id) : undefined;
    return clock?.kind === 'duty' && clock.due < at;
  });
}

/**
 * What follows on a clock's running out is counted from its due time, so that downtime of ours changes nothing; but from when it was
 * noted where that was a day or more later: who is asked then has the whole time to answer.
 */
function startOf(event: CaseEvent, occurredAt: Instant, at: Instant): Instant {
  const { due } = event.data as { readonly due?: Instant };
  if (!BY_TIME.has(event.type) || due === undefined) return occurredAt;
  return epochOf(at) - epochOf(due) >= DAY ? at : due;
}
