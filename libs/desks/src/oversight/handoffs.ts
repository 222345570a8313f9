import { epochOf, type Instant, laterOf, type WorkCalendar, workingTime } from '#calendar';
import type { Clock, RecordedEvent } from '#case';
import { type Milestones, milestonesIn } from './milestones.ts';
import type { ClockBegun, ClockLine, OversightEntry } from './oversight.entry.ts';
import { begins } from './system.ts';

/** A stretch of time in which one agency held the baton under one clock (持棒区间). Lengths are milliseconds. */
export interface Holding {
  readonly clock: string;
  /** Null where it would name a reporter, or where nobody could be found. */
  readonly holder: string | null;
  readonly from: Instant;
  /** Null while it is held. */
  readonly to: Instant | null;
  /** The clock was paused meanwhile. */
  readonly paused: boolean;
  readonly wall: number;
  readonly working: number;
}

/** A duty that went from hand to hand (交接): every agency that was charged with it in turn, and how it stands. */
export interface Handoff extends Milestones {
  /** The id of its first clock. */
  readonly id: string;
  readonly item: string;
  readonly scope: Clock['scope'];
  readonly kind: Clock['kind'];
  /** The clock that runs, or ran last, with its basis. */
  readonly clock: string;
  readonly standing: Clock['standing'];
  readonly rule: string;
  readonly pack: string;
  readonly calendar: string;
  readonly provisional: boolean;
  readonly from: Instant;
  /** When it was due as it first began, and as it is now. */
  readonly firstDue: Instant;
  readonly due: Instant;
  readonly state: Clock['state'];
  /** Its clock is paused. */
  readonly paused: boolean;
  readonly endedAt: Instant | null;
  /** By how much it is or was overdue, in milliseconds; null when it is not. */
  readonly late: number | null;
  readonly held: readonly Holding[];
  readonly wall: number;
  readonly working: number;
}

/** Events by which an item passes to another agency, under whichever clock it goes on. */
const PASSES: readonly RecordedEvent['type'][] = [
  'ReportHandedOver',
  'ReferralDeclined',
  'PsychReferralSent',
  'ProvisionDeclined',
  'ProviderNamed',
  'WorkOrderSent',
  'WorkOrderSigned',
  'WorkOrderReturned',
  'WorkOrderRuled',
  'WorkOrderReassigned',
];

interface Piece {
  readonly clock: ClockBegun;
  readonly from: Instant;
  readonly paused: boolean;
  to: Instant | null;
}

/** A handoff while its entries are read. */
interface Run {
  readonly first: ClockBegun;
  clock: ClockBegun;
  due: Instant;
  state: Clock['state'];
  late: boolean;
  endedAt: Instant | null;
  readonly pieces: Piece[];
}

/** A handoff whose clock the entry at hand has stopped. */
interface Stopped {
  readonly run: Run;
  readonly line: ClockLine;
}

/**
 * Every handoff that a timeline tells of, as it stands at a moment (截至某时的交接). It knows nothing but the entries. The baton
 * passes where, in one event, a clock of an item stops and one of the same item begins that another agency is charged with;
 * the same agency's next turn at a recurring duty is a handoff of its own. Holdings of a handoff follow one another without
 * gap, so that the parts sum to the whole.
 */
export function handoffsIn(
  entries: readonly OversightEntry[],
  asOf: Instant,
  calendar: WorkCalendar,
): readonly Handoff[] {
  const all: Run[] = [];
  const byClock = new Map<string, Run>();
  for (const entry of entries) {
    const stopped: Stopped[] = [];
    for (const line of entry.clocks) {
      const run = byClock.get(line.id);
      if (begins(line)) {
        if (run) {
          // told before; one that a merge had stopped, or that had gone out of sight, goes on
          if (run.state === 'stopped') passedOn(run, line);
          continue;
        }
        const own = stopped.filter(({ line: { item } }) => item === line.item);
        const from = own.find((one) => one.line.clock === line.clock && goesOn(one, line)) ?? passed(entry, own);
        if (from) stopped.splice(stopped.indexOf(from), 1);
        const next = from ? passedOn(from.run, line) : begun(line);
        if (!from) all.push(next);
        byClock.set(line.id, next);
      } else if (run?.clock.id === line.id) {
        change(run, line);
        if (line.effect === 'stop') stopped.push({ run, line });
      }
    }
  }
  const milestones = milestonesIn(entries);
  return all.map((run) => ({ ...milestones(run.first.item), ...finished(run, asOf, calendar) }));
}

/** The same duty with another agency, or under the due time that came with it from another case. */
function goesOn({ run, line }: Stopped, next: ClockBegun): boolean {
  return next.holder !== run.clock.holder || ('cause' in line && line.cause === 'ended');
}

/**
 * The item itself passes, with the duty about it; a window is a right that nobody takes over. Holders are not compared, since those
 * that are reporters are not named.
 */
function passed({ event }: OversightEntry, stopped: readonly Stopped[]): Stopped | undefined {
  return PASSES.includes(event) ? stopped.find(({ run }) => run.clock.kind === 'duty') : undefined;
}

function begun(clock: ClockBegun): Run {
  const piece = { clock, from: clock.from, to: null, paused: false };
  return { first: clock, clock, due: clock.due, state: stateOf(clock), late: false, endedAt: null, pieces: [piece] };
}

const stateOf = ({ overdue }: ClockBegun): Clock['state'] => (overdue ? 'overdue' : 'running');

/** The next holder begins where the one before ended. */
function passedOn(run: Run, clock: ClockBegun): Run {
  const from = run.pieces.at(-1)?.to ?? clock.from;
  run.pieces.push({ clock, from, to: null, paused: false });
  return Object.assign(run, { clock, due: clock.due, state: stateOf(clock), late: false, endedAt: null });
}

/** What a later effect does; one that is not known moves the due time where it names one, and nothing else. */
function change(run: Run, line: ClockLine): void {
  const { effect, at, due, late } = line as Exclude<ClockLine, ClockBegun>;
  if (effect === 'breach') run.state = 'overdue';
  else if (effect === 'stop' || effect === 'expire' || effect === 'hidden') {
    end(run, at ?? run.due);
    run.endedAt = run.pieces.at(-1)?.to ?? null;
    run.state = effect === 'expire' ? 'expired' : 'stopped';
    run.late = late === true;
  } else if ((effect === 'pause' || effect === 'resume') && at !== undefined) {
    end(run, at);
    run.pieces.push({ clock: run.clock, from: run.pieces.at(-1)?.to ?? at, to: null, paused: effect === 'pause' });
  }
  if (effect !== 'breach' && effect !== 'expire' && due !== undefined) run.due = due;
}

/** A holding never ends before it began, whatever day an officer has entered late. */
function end(run: Run, at: Instant): void {
  const piece = run.pieces.at(-1);
  if (piece && piece.to === null) piece.to = laterOf(piece.from, at);
}

function finished(run: Run, asOf: Instant, calendar: WorkCalendar): Omit<Handoff, keyof Milestones> {
  const held = run.pieces.map(({ clock: { clock, holder }, from, to, paused }): Holding => {
    const until = to ?? laterOf(from, asOf);
    const wall = epochOf(until) - epochOf(from);
    return { clock, holder, from, to, paused, wall, working: workingTime(from, until, calendar) };
  });
  const { first, clock, due, state, endedAt } = run;
  const { kind, standing, rule, pack, provisional } = clock;
  const over = state === 'overdue' ? asOf : run.late ? endedAt : null;
  return {
    id: first.id,
    item: first.item,
    scope: first.scope,
    kind,
    clock: clock.clock,
    standing,
    rule,
    pack,
    calendar: clock.calendar,
    provisional,
    from: first.from,
    firstDue: first.due,
    due,
    state,
    paused: run.pieces.at(-1)?.paused === true && endedAt === null,
    endedAt,
    late: over === null ? null : Math.max(0, epochOf(over) - epochOf(due)),
    held,
    wall: sum(held, 'wall'),
    working: sum(held, 'working'),
  };
}

function sum(held: readonly Holding[], what: 'wall' | 'working'): number {
  return held.reduce((whole, part) => whole + part[what], 0);
}

/** What the duties of a case have cost one agency. */
export interface AgencyTime {
  readonly agency: string | null;
  readonly holdings: number;
  readonly wall: number;
  readonly working: number;
}

/**
 * Time by agency (按机构合计): the sum of its holdings of duties; those of reporters stand together, unnamed. A window is a right and a
 * term a period: nobody is kept waiting by them, so they are charged to nobody.
 */
export function timeByAgency(handoffs: readonly Handoff[]): readonly AgencyTime[] {
  const holdings = handoffs.filter(({ kind }) => kind === 'duty').flatMap(({ held }) => held);
  const totals = [...Map.groupBy(holdings, ({ holder }) => holder)].map(([agency, own]) => ({
    agency,
    holdings: own.length,
    wall: sum(own, 'wall'),
    working: sum(own, 'working'),
  }));
  return totals.sort((a, b) => b.wall - a.wall || ((a.agency ?? '') < (b.agency ?? '') ? -1 : 1));
}
