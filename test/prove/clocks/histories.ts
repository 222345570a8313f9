import type { NamedAgency } from '#access';
import {
  type CaseRecord,
  clockOf,
  fold,
  isRefusal,
  nextSteps,
  type RecordedEvent,
  relationsOf,
  runningClocks,
} from '#case';
import { desks } from '#desks';
import { agencies } from '../../../libs/case/src/directory.fixture.ts';
import { ENDS, EXTENDS } from '../../../libs/case/src/ends.fixture.ts';
import { packs } from '../../../libs/case/src/given.fixture.ts';
import { CASES, History, type Step } from '../../../libs/case/src/random.history.fixture.ts';
import { directory } from '../../../libs/desks/src/seen.fixture.ts';
import { random } from '../random.ts';

/** How a history is made and read: a planted bug puts another in its place. */
export interface Ways {
  readonly history: (start: string) => History;
  readonly read: (record: CaseRecord, agency: NamedAgency, history: History) => void;
}

/** What was seen of histories. */
export interface Watched {
  readonly violations: readonly string[];
  /** Events that neither start nor stop a clock nor end an item: comments, edits, findings of fact. */
  readonly quiet: number;
  readonly events: number;
  readonly refused: number;
  readonly reads: number;
  readonly clocks: number;
}

type Clocks = CaseRecord['clocks'];

const RUNNING_OUT = ['ClockBreached', 'ClockExpired'];
const MOVING = new Set([...ENDS, ...EXTENDS, ...RUNNING_OUT]);

const named = new Set(
  packs.names.flatMap((name) =>
    Object.values(packs.get(name)?.clocks ?? {}).flatMap(({ starts, stops, pauses = [], resumes = [] }) =>
      [...starts, ...stops, ...pauses, ...resumes].map(({ event }) => event),
    ),
  ),
);
/** Comments, edits, findings of fact: no clock is named by them, nor does an item end. */
export const isQuiet = (type: string) => !named.has(type) && !MOVING.has(type);

const STARTS = ['2025-03-03 09:00', '2025-09-26 17:30', '2025-12-20 23:00', '2024-02-27 08:00'];
const LONGEST = 40;
const readers = Object.values(agencies).map((agency) => ({ ...agency, name: { zh: agency.id, en: agency.id } }));

/** As an agency reads a case at its desk: what it sees, what waits for it, what it may do next. */
function readAtDesk(record: CaseRecord, agency: NamedAgency, history: History): void {
  if (relationsOf(record, agency).size === 0) return;
  const desk = desks.find((one) => one.agencies.includes(agency.type));
  if (!desk) return;
  desk.view(record, agency, directory);
  desk.waiting?.(record, agency, runningClocks(record));
  nextSteps(desk.commands, record, history.contextOf(record.id, agency.id, ''));
}

export const ways: Ways = { history: (start) => new History(start), read: readAtDesk };

/** Plays the history of a seed and watches every clock at every step (随机历史). */
export function watch(seed: number, { history: begun, read }: Ways = ways): Watched {
  const chance = random(seed);
  const history = begun(chance.pick(STARTS));
  const known = new Map<string, Clocks>();
  const violations: string[] = [];
  const seen = { quiet: 0, events: 0, refused: 0, reads: 0 };
  const tell = (what: string) => violations.push(`seed ${seed}, step ${history.steps.length}: ${what}`);
  const reading = (record: CaseRecord, agency: NamedAgency) => {
    seen.reads += 1;
    const before = JSON.stringify(freeze(record).clocks);
    try {
      read(record, agency, history);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      tell(`a read by ${agency.id} wrote into the case: ${error.message}`);
    }
    if (JSON.stringify(record.clocks) !== before) tell(`a read by ${agency.id} moved a clock`);
  };
  for (let moves = chance.whole(1, LONGEST); moves > 0; moves -= 1) {
    const done = history.steps.length;
    history.move({ seed: chance.whole(0, 0x7fffffff), lawful: chance.whole(0, 99) });
    for (const step of history.steps.slice(done)) {
      const last = known.get(step.before.id);
      if (last && !same(last, step.before.clocks)) tell(`a clock moved between two commands, before ${nameOf(step)}`);
      known.set(step.before.id, step.after.clocks);
      if (isRefusal(step.outcome)) {
        seen.refused += 1;
        if (!same(step.before.clocks, step.after.clocks)) tell(`a refused ${nameOf(step)} moved a clock`);
        continue;
      }
      for (const what of moved(step.before, step.outcome)) tell(what);
      seen.events += step.outcome.length;
      seen.quiet += step.outcome.filter(({ type }) => isQuiet(type)).length;
    }
    reading(history.record(chance.pick(CASES)), chance.pick(readers));
  }
  for (const id of CASES) for (const agency of readers) reading(history.record(id), agency);
  for (const [id, last] of known) {
    if (!same(last, history.record(id).clocks)) tell(`a clock moved after the last command on ${id}`);
  }
  const clocks = [...history.cases.values()].reduce((sum, record) => sum + record.clocks.length, 0);
  return { violations, ...seen, clocks };
}

/** What events did to clocks that they do not name. */
function moved(before: CaseRecord, events: readonly RecordedEvent[]): readonly string[] {
  const found: string[] = [];
  let record = before;
  for (const event of events) {
    const { type, meta, data } = event;
    const after = fold(record, [event]);
    if (isQuiet(type) && meta.effects.length > 0) {
      found.push(`${type} names no clock and moved ${meta.effects.map(({ clock }) => clock).join(' ')}`);
    }
    const meant = new Set(meta.effects.map(({ id }) => id));
    const { clockId: about = '' } = data as { readonly clockId?: string };
    if (RUNNING_OUT.includes(type)) meant.add(about);
    for (const clock of record.clocks) {
      const { id } = clock;
      const then = clockOf(after, id);
      if (meant.has(id) || then === clock) continue;
      // reminding, urging, supervising: a rung of this clock's ladder is behind it, and its time is what it was
      const rung = id === about && then ? { ...then, ladder: clock.ladder } : then;
      if (JSON.stringify(rung) !== JSON.stringify(clock))
        found.push(`${type} changed ${clock.clock}, which it does not name`);
    }
    record = after;
  }
  return found;
}

function same(a: Clocks, b: Clocks): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

const nameOf = ({ submission }: Step) => submission.command;

/** Frozen to its depth: whoever writes into it is found out. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
  return value;
}
