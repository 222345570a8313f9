import type { CalendarDate } from '#calendar';
import { BadInput } from '#commands';
import type { AgencyType } from '#policy';
import { readerOf } from '#runtime';
import type { Resolver } from '../desk.ts';
import type { Asker } from '../graphql/context.ts';
import type { Fields } from '../graphql/fields.ts';
import { checkedFirst, connection, type Paging } from '../graphql/paging.ts';
import { durationOf } from './duration.ts';
import { narrowed } from './filters.ts';
import { here } from './here.ts';
import { type Score, type Scorecard, scorecardOf, type Times } from './scorecard.ts';
import { audienceOf, COUNTS, inSystem } from './system.ts';
import { ofLedger } from './tallies.ts';

/** Courts and procuratorates are not scored: nobody at this desk ranks them (configured). */
const NOT_SCORED: readonly AgencyType[] = ['COURT', 'PROC'];

const MOST_MONTHS = 60;
/** The lengths of division codes, from the country to the township. */
const LEVELS = [0, 2, 4, 6, 9];

/** A place and the time that is asked about. */
export interface ScorecardAsked {
  readonly division?: string | null;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Whole months of a place within the officer's own. */
function periodOf({ division, from, to }: ScorecardAsked, context: Asker) {
  const place = narrowed({ division }, context).division ?? context.officer.agency.division;
  const [first, last] = [from.slice(0, 7), to.slice(0, 7)];
  const months =
    Number(last.slice(0, 4)) * 12 + Number(last.slice(5)) - Number(first.slice(0, 4)) * 12 - Number(first.slice(5));
  if (months >= 0 && months < MOST_MONTHS) return { division: place, from: first, to: last };
  const message = {
    zh: `须不早于起始月，且不超过 ${MOST_MONTHS} 个月`,
    en: `not before from, and at most ${MOST_MONTHS} months`,
  };
  throw new BadInput([{ field: 'to', rule: 'period', message }]);
}

/** Reads what is counted, of the agencies that the officer's agency may compare. */
export async function countedOf(asked: ScorecardAsked, context: Asker) {
  const { runtime, officer } = context;
  const period = periodOf(asked, context);
  const shared = runtime.shared(here.name, officer.barred);
  const reader = readerOf(here, officer.agency);
  const agencies = (await shared.talliedAgencies(reader, period)).filter((id) => isScored(id, context));
  const digits = LEVELS.find((length) => length > period.division.length) ?? period.division.length;
  return { period, sums: await shared.tallies(reader, period, agencies, digits) };
}

/** The scorecard of cases: duties of the ledger are counted apart. */
export async function readScorecard(
  asked: ScorecardAsked,
  context: Asker,
): Promise<Scorecard & ReturnType<typeof periodOf>> {
  const { period, sums } = await countedOf(asked, context);
  return { ...period, ...scorecardOf(sums.filter(({ measure }) => ofLedger(measure) === undefined)) };
}

function isScored(id: string, { runtime: { directory }, officer }: Asker): boolean {
  const type = directory.get(id)?.type;
  return type !== undefined && !NOT_SCORED.includes(type) && inSystem(id, audienceOf(officer.agency), directory);
}

export const scorecardQueries: Readonly<Record<string, Resolver>> = {
  scorecard: (_, asked: ScorecardAsked, context) => readScorecard(asked, context),
  scoredCases: async (_, { agency, first, after, ...asked }: ScorecardAsked & Paging & { agency: string }, context) => {
    const size = checkedFirst(first);
    const { byAgency, ...period } = await readScorecard(asked, context);
    const line = byAgency.find(({ key }) => key === agency);
    if (!line || line.count === null || audienceOf(context.officer.agency) === COUNTS) return null;
    const reader = readerOf(here, context.officer.agency);
    const shared = context.runtime.shared(here.name, context.officer.barred);
    return connection(await shared.talliedCases(reader, period, agency, size, after ?? undefined));
  },
};

const long = (milliseconds: number | null) => (milliseconds === null ? null : durationOf(Math.round(milliseconds)));

export const scorecardFields: Fields = {
  Score: {
    agency: ({ key }: Score, _: never, { runtime }) => runtime.directory.get(key) ?? null,
  },
  Times: {
    median: ({ median }: Times) => long(median),
    p90: ({ p90 }: Times) => long(p90),
  },
};
