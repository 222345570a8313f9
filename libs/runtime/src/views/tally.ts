import type { Told } from './shared.rows.ts';
import type { Tally } from './shared.selectors.ts';
import type { DeskSelectors } from './view.ts';

/** A tally of one desk; in a change, `count` is what it grows by. */
export interface DeskTally extends Tally {
  readonly desk: string;
}

/** That a case is counted for an agency in a month: what a tally can be followed down to. */
export interface TalliedCase extends Pick<Tally, 'agency' | 'division' | 'month'> {
  readonly desk: string;
  readonly caseId: string;
}

/** What one case adds to the tallies, by a key of its own. */
export type Counted = ReadonlyMap<string, DeskTally>;

export const nothingCounted: Counted = new Map();

export function tallyKey({ desk, division, month, agency, measure, bucket }: DeskTally): string {
  return `${desk} ${division} ${month} ${agency} ${measure} ${bucket}`;
}

const cellKey = ({ desk, division, month, agency }: Omit<TalliedCase, 'caseId'>) =>
  `${desk} ${division} ${month} ${agency}`;

/** What a case counts for, by what has been told of it and nothing else. */
export function countedIn(told: Told, desks: readonly DeskSelectors[]): Counted {
  const counted = new Map<string, DeskTally>();
  for (const { name, shared } of desks) {
    for (const tally of shared?.tallies((told.get(name) ?? []) as never[]) ?? []) {
      const own = { ...tally, desk: name };
      const key = tallyKey(own);
      counted.set(key, { ...own, count: own.count + (counted.get(key)?.count ?? 0) });
    }
  }
  return counted;
}

/** What changes in the tallies when a case counts for something else than before: the differences alone. */
export function tallyChanges(before: Counted, after: Counted): readonly DeskTally[] {
  const changes: DeskTally[] = [];
  for (const [key, tally] of after) {
    const count = tally.count - (before.get(key)?.count ?? 0);
    if (count !== 0) changes.push({ ...tally, count });
  }
  for (const [key, tally] of before) if (!after.has(key)) changes.push({ ...tally, count: -tally.count });
  return changes;
}

/** The cells that a case is counted in now and was not before, and the other way round. */
export function cellChanges(
  caseId: string,
  before: Counted,
  after: Counted,
): { readonly added: readonly TalliedCase[]; readonly removed: readonly TalliedCase[] } {
  const [old, now] = [before, after].map((counted) => {
    const cells = [...counted.values()].map(({ desk, agency, division, month }) => {
      const cell: TalliedCase = { desk, agency, division, month, caseId };
      return [cellKey(cell), cell] as const;
    });
    return new Map(cells);
  });
  const without = (some?: Map<string, TalliedCase>, others?: Map<string, TalliedCase>) =>
    [...(some ?? [])].filter(([key]) => !others?.has(key)).map(([, cell]) => cell);
  return { added: without(now, old), removed: without(old, now) };
}

/** Sums up what several cases change, in one order whoever writes it: two writers never wait for each other in a ring. */
export function summed(changes: readonly DeskTally[]): readonly DeskTally[] {
  const sums = new Map<string, DeskTally>();
  for (const change of changes) {
    const key = tallyKey(change);
    sums.set(key, { ...change, count: change.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums]
    .filter(([, { count }]) => count !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => change);
}

/** Which tallies are wanted: a place within the reader's own, whole months, and the agencies that are to be counted. */
export interface TallyFilter {
  readonly division: string;
  /** `2025-03`, both included. */
  readonly from: string;
  readonly to: string;
}

/** A sum of tallies: of all, or of one agency, part of the place, or month. */
export interface TallySum extends Pick<Tally, 'measure' | 'bucket' | 'count'> {
  readonly by: 'all' | 'agency' | 'division' | 'month';
  readonly key: string;
}
