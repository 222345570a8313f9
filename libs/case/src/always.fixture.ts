import fc from 'fast-check';
import { type CaseRecord, type Clock, isCounted, isRefusal, type RecordedEvent } from './index.ts';
import { History, type Step } from './random.history.fixture.ts';

const moves = fc.record({ seed: fc.nat(0x7fffffff), lawful: fc.nat(99) });

/** Histories by their draws: the properties of one file are held against the same ones, made once. */
const made = new Map<string, History>();

/** Random histories of two cases. A history is shared: work on a `copy()` of it. */
export function histories(longest = 90): fc.Arbitrary<History> {
  const start = fc.constantFrom('2025-03-03 09:00', '2025-09-26 17:30', '2025-12-20 23:00');
  const drawn = fc.array(moves, { minLength: 1, maxLength: longest, size: 'max' });
  return fc.noBias(fc.tuple(start, drawn)).map(([at, list]) => {
    const key = `${at} ${list.map(({ seed, lawful }) => `${seed} ${lawful}`)}`;
    const known = made.get(key);
    if (known) return known;
    const history = new History(at);
    for (const move of list) history.move(move);
    made.set(key, history);
    return history;
  });
}

const times = Number(process.env.JIELI_RUNS ?? 1);
const wanted = process.env.JIELI_SEED ?? '20250303';
const seed = wanted === 'random' ? Date.now() % 0x7fffffff : Number(wanted);

/**
 * Holds a property against random histories; a failure prints the seed and path that bring it back. `JIELI_RUNS` multiplies
 * the runs; `JIELI_SEED` is a number, or `random`: the same histories every time unless it says otherwise. After so many `seconds` no
 * further history is begun: what counts over all of them what it has met needs the time for all.
 */
export function always(check: (history: History) => void, runs = 32, longest = 90, seconds = 15): void {
  fc.assert(fc.property(histories(longest), check), {
    numRuns: Math.ceil(runs * times),
    seed,
    interruptAfterTimeLimit: seconds * 1_000 * times,
  });
}

/** A step that was not refused, with the events it brought. */
export type Done = Step & { readonly outcome: readonly RecordedEvent[] };

export function accepted({ steps }: History): readonly Done[] {
  return steps.filter((step): step is Done => !isRefusal(step.outcome));
}

/** Holds for every accepted step of random histories. */
export function alwaysAfter(check: (step: Done, history: History) => void, runs?: number): void {
  always((history) => {
    for (const step of accepted(history)) check(step, history);
  }, runs);
}

/** Clocks that run, overdue ones included. */
export function runningIn({ clocks }: CaseRecord): readonly Clock[] {
  return clocks.filter(isCounted);
}
