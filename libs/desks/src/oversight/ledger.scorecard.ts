import type { TallySum } from '#runtime';
import type { Resolver } from '../desk.ts';
import { countedOf, type ScorecardAsked } from './scorecard.queries.ts';
import { type Scorecard, scorecardOf } from './scorecard.ts';
import { MEASURES, ofLedger } from './tallies.ts';

/** How the duties of one clock of the ledger have been done (台账评分卡). */
export interface LedgerScorecard extends Scorecard {
  readonly clock: string;
}

/** A scorecard for each clock of the ledger that sums speak of, in the order of their names. */
function ledgerScorecardsOf(sums: readonly TallySum[]): readonly LedgerScorecard[] {
  const clocks = new Set(sums.flatMap(({ measure }) => ofLedger(measure)?.clock ?? []));
  return [...clocks].sort().map((clock) => {
    const own = sums.flatMap((sum) => {
      const of = ofLedger(sum.measure);
      return of?.clock === clock && MEASURES.includes(of.measure) ? [{ ...sum, measure: of.measure }] : [];
    });
    return { clock, ...scorecardOf(own) };
  });
}

/** 联系、走访、更新等台账义务: how often they were owed and breached in a place, by clock; counts alone. */
export const ledgerScorecardQueries: Readonly<Record<string, Resolver>> = {
  ledgerScorecards: async (_, asked: ScorecardAsked, context) =>
    ledgerScorecardsOf((await countedOf(asked, context)).sums),
};
