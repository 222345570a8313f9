import type { TallySum } from '#runtime';
import { quantile } from './histogram.ts';
import { type Counts, hiddenIn, LEAST } from './suppression.ts';
import { MEASURES, type Measure } from './tallies.ts';

/** How long something took: how often it was done, and the lengths in milliseconds, within 5 %. */
export interface Times {
  readonly count: number | null;
  readonly median: number | null;
  readonly p90: number | null;
}

/** One line of a scorecard. What is null is not told: it would be about fewer than five. */
export interface Score {
  readonly key: string;
  readonly count: number | null;
  readonly signed: Times;
  readonly accepted: Times;
  readonly finished: Times;
  /** Share of the duties that were breached, 0 to 1. */
  readonly breachRate: number | null;
  readonly returned: number | null;
  /** Something of this line is not told. */
  readonly suppressed: boolean;
}

/** How agencies of a place have fared (评分卡), and when. Lines are in the order of their keys: nobody is ranked. */
export interface Scorecard {
  readonly total: Score;
  readonly byAgency: readonly Score[];
  readonly byDivision: readonly Score[];
  readonly byMonth: readonly Score[];
}

type Buckets = ReadonlyMap<Measure, ReadonlyMap<number, number>>;

/** A scorecard of sums, without what would be about fewer than five. */
export function scorecardOf(sums: readonly TallySum[]): Scorecard {
  const breakdown = (by: TallySum['by']) => {
    const lines = [
      ...Map.groupBy(
        sums.filter((sum) => sum.by === by),
        ({ key }) => key,
      ),
    ]
      .map(([key, own]) => [key, bucketsOf(own)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return scores(lines);
  };
  const total = breakdown('all')[0] ?? scores([['', new Map()]])[0];
  return {
    total: total as Score,
    byAgency: breakdown('agency'),
    byDivision: breakdown('division'),
    byMonth: breakdown('month'),
  };
}

function bucketsOf(sums: readonly TallySum[]): Buckets {
  return new Map(
    MEASURES.map((measure) => {
      const own = sums.filter((sum) => sum.measure === measure);
      return [measure, new Map(own.map(({ bucket, count }) => [bucket, count]))];
    }),
  );
}

function scores(lines: readonly (readonly [key: string, buckets: Buckets])[]): readonly Score[] {
  const counts = lines.map(([, buckets]): Counts => {
    const of = (measure: Measure) => [...(buckets.get(measure) ?? new Map()).values()].reduce((a, b) => a + b, 0);
    const each = Object.fromEntries(MEASURES.map((measure) => [measure, of(measure)]));
    return { ...each, kept: of('duties') - of('breached') };
  });
  const hidden = new Map([...MEASURES, 'kept'].map((measure) => [measure, hiddenIn(counts, measure)]));
  return lines.map(([key, buckets], n): Score => {
    const own = counts[n] ?? {};
    const small = (own.duties ?? 0) < LEAST;
    const told = (measure: string) => !small && hidden.get(measure)?.[n] !== true;
    const duties = told('duties');
    const times = (measure: Measure): Times => {
      const count = own[measure] ?? 0;
      if (!told(measure) || !duties) return { count: null, median: null, p90: null };
      const all = buckets.get(measure) ?? new Map();
      return { count, median: quantile(all, 0.5), p90: quantile(all, 0.9) };
    };
    const rate = duties && told('breached') && told('kept');
    const returned = duties && told('returned');
    const [signed, accepted, finished] = [times('signed'), times('accepted'), times('finished')];
    const all = [signed, accepted, finished].every(({ count }) => count !== null);
    return {
      key,
      count: duties ? (own.duties ?? 0) : null,
      signed,
      accepted,
      finished,
      breachRate: rate && own.duties ? (own.breached ?? 0) / own.duties : null,
      returned: returned ? (own.returned ?? 0) : null,
      suppressed: !(duties && rate && returned && all),
    };
  });
}
