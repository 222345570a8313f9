import type { Instant } from '#calendar';
import type { Agency, Bilingual } from '#policy';
import {
  binds,
  type CommandDefinition,
  type Context,
  type Departure,
  departure,
  firstRefusal,
  powerOf,
  type StandingContext,
} from '../kernel/command.ts';
import type { EventMeta, Override } from '../kernel/event.ts';
import { isRefusal, type Refusal, refuse } from '../kernel/refusal.ts';
import { type CaseRecord, type Clock, clockOf } from '../record.ts';
import { type StepOf, stepOf } from '../steps.ts';
import { type Recording, recorded } from '../submit.ts';

/** What is decided on beside cases, as far as deciding looks into it. */
export interface BesideRecord extends Pick<CaseRecord, 'at' | 'clocks'> {
  readonly status: string;
}

interface Happened {
  readonly type: string;
  readonly data: object;
}
type Done<E> = E & { readonly meta: EventMeta };

/** A command on its way to a decision, its personal fields sealed already. */
export interface BesideSubmission<N extends string = string> {
  readonly command: N;
  readonly input: object;
  readonly commandId: string;
  readonly digest: string;
  /** What the officer saw is no longer what there is to see. */
  readonly stale?: boolean;
}

/** What a kind of record that stands beside cases (个案之外的事项) says of itself, so that it can be decided on. */
export interface Beside<R extends BesideRecord, E extends Happened, N extends string> {
  readonly commands: Readonly<Record<N, CommandDefinition<never, R, E>>>;
  /** Given by nobody: time, and processes. Time's own is `RunOutClock`. */
  readonly system: Readonly<Record<string, CommandDefinition<never, R, E>>>;
  readonly recording: Recording<R, E>;
  /** Whether an agency may know that there is this record. */
  readonly related: (record: R, agency: Agency) => boolean;
  /** The answer for what is not there, and so for what the agency may not know of. */
  readonly absent: Refusal;
  /** What time alone makes of a clock that has run out, where that is caught up with before every command. */
  readonly catchesUp?: RanOut<R, E>;
  /** Rules of a command's own matter that it would depart from with this input. */
  readonly departures?: (name: N, input: object, record: R, context: Context) => readonly Departure[];
}

type RanOut<R, E> = (record: R, clock: Clock, context: Pick<Context, 'packOf'>) => E;

export interface Decider<R, E, N extends string> {
  /** Decides by the same questions, in the same order, as a command on a case. Pure. */
  readonly decide: (submission: BesideSubmission, record: R, context: Context) => readonly Done<E>[] | Refusal;
  /** Why a command would be refused whatever its input: the same rules that list the lawful next steps. */
  readonly stepRefusal: (name: N, record: R, context: StandingContext) => Refusal | undefined;
  /** The commands of a desk that would not be refused for the state the record is in. */
  readonly steps: (offered: readonly N[], record: R, context: StandingContext) => readonly StepOf<N>[];
}

const TIME: Context['actor'] = { agency: { id: 'system', type: 'SYSTEM', division: '' }, officer: 'system' };

export function deciderOf<R extends BesideRecord, E extends Happened, N extends string>(
  kind: Beside<R, E, N>,
): Decider<R, E, N> {
  const { commands, system, recording, related, absent, catchesUp, departures } = kind;
  const given = (name: N) => commands[name] as CommandDefinition<object, R, E>;

  const stepRefusal: Decider<R, E, N>['stepRefusal'] = (name, record, context) => {
    const power = powerOf(name, context.actor.agency.type, context.pack);
    if (isRefusal(power)) return power;
    const { opensCase = false, guards } = given(name);
    const there = related(record, context.actor.agency) || (opensCase && record.status === 'none');
    return there ? firstRefusal(guards, record, context) : absent;
  };

  const decideGiven = (submission: BesideSubmission, record: R, context: Context) => {
    const { input, stale } = submission;
    const name = submission.command as N;
    const refusal =
      stepRefusal(name, record, context) ??
      (context.occurredAt > context.at ? refuse('OCCURRED_IN_FUTURE') : undefined) ??
      (stale ? refuse('CASE_CHANGED') : undefined);
    if (refusal) return refusal;
    const decision = given(name).decide(input, record, context);
    if (isRefusal(decision)) return decision;
    const own = departures?.(name, input, record, context) ?? [];
    const overrides = overridesOf([...departureOfPower(name, context), ...own], context);
    return isRefusal(overrides) ? overrides : recorded(decision, submission, record, context, overrides, recording);
  };

  /**
   * What time has brought about before the command, recorded with it: what an officer enters after midnight meets the new month,
   * whether or not the clock runner has been there, so that its delay changes nothing. Each clock once: one that is not ended by
   * having run out is overdue from then on.
   */
  const untilNow = ({ commandId, digest }: BesideSubmission, before: R, context: Context) => {
    const events: Done<E>[] = [];
    const passed = new Set<string>();
    let record = before;
    const next = () => nextRunOut(record, context.at, passed);
    for (let clock = next(); catchesUp && clock; clock = next()) {
      const time = { ...context, actor: TIME, occurredAt: context.at };
      const brought = [catchesUp(record, clock, context)];
      const done = recorded(brought, { commandId, digest }, record, time, [], recording);
      if (isRefusal(done)) break;
      passed.add(clock.id);
      record = done.reduce(recording.evolve, record);
      events.push(...done);
    }
    return { events, record };
  };

  return {
    decide: (submission, before, context) => {
      const { command, input } = submission;
      const asItIs = command === 'RunOutClock';
      const { events, record } = asItIs ? { events: [], record: before } : untilNow(submission, before, context);
      const definition = Object.hasOwn(system, command)
        ? (system[command] as CommandDefinition<object, R, E>)
        : undefined;
      const decision = definition
        ? recorded(definition.decide(input, record, context), submission, record, context, [], recording)
        : decideGiven(submission, record, context);
      return isRefusal(decision) ? decision : [...events, ...decision];
    },
    stepRefusal,
    steps: (offered, record, context) =>
      offered
        .filter((name) => stepRefusal(name, record, context) === undefined)
        .map((name) => stepOf(name, commands[name], context)),
  };
}

/** 到期: the clock runner's command for one kind of record. */
export function runOutClock<R extends BesideRecord, E extends Happened>(
  name: Bilingual,
  emits: readonly E['type'][],
  ranOut: RanOut<R, E>,
): CommandDefinition<{ readonly clockId: string }, R, E> {
  return {
    name,
    personal: {},
    emits,
    guards: [],
    decide({ clockId }, record, context) {
      const clock = clockOf(record, clockId);
      if (!clock) return refuse('NO_SUCH_ITEM', null, { item: { zh: '时限', en: 'clock' } });
      return clock.state === 'running' && context.at > clock.due ? [ranOut(record, clock, context)] : [];
    },
  };
}

/** The clock that ran out first and of which nothing is recorded yet. */
function nextRunOut({ clocks }: BesideRecord, at: Instant, passed: ReadonlySet<string>): Clock | undefined {
  return clocks
    .filter(({ id, state, due }) => state === 'running' && due < at && !passed.has(id))
    .sort((a, b) => (a.due < b.due ? -1 : 1))[0];
}

/** The power that is not law and is departed from (以理由行使非法定职权); one that binds has refused already. */
function departureOfPower(name: string, { pack, actor }: Pick<Context, 'pack' | 'actor'>): readonly Departure[] {
  const power = pack.powers[name];
  const departs = power && powerOf(name, actor.agency.type, pack) === 'with-reason';
  return departs ? [{ rule: `powers.${name}`, basis: power }] : [];
}

/** Rules that are not law are departed from for a reason; those that are have refused already, and say so themselves. */
function overridesOf(departed: readonly Departure[], context: Pick<Context, 'reason'>): readonly Override[] | Refusal {
  const { reason } = context;
  const soft = departed.filter(({ basis }) => !binds(basis));
  const asked = soft.map(({ rule, basis }) => departure(rule, basis, context)).find((refusal) => refusal !== undefined);
  if (asked) return asked;
  return reason === undefined ? [] : soft.map(({ rule }) => ({ rule, reason }));
}
