import { sharedPlace } from '../reader.key.ts';
import { type DeskTally, summed, type TalliedCase, type TallyFilter, type TallySum, tallyKey } from '../tally.ts';
import type { SharedReader, ViewRows } from '../view.store.ts';
import type { ViewRow } from '../view.ts';
import { pageOf } from './shared.memory.ts';

/** Tallies and their cells, kept in this process. */
export interface KeptTallies {
  readonly tallies: Map<string, DeskTally>;
  readonly cells: Map<string, TalliedCase>;
}

const cellKey = ({ desk, agency, division, month, caseId }: TalliedCase) =>
  `${desk} ${agency} ${division} ${month} ${caseId}`;

/** Adds the differences; what falls to nothing goes. */
export function addTallies({ tallies, cells }: KeptTallies, rows: ViewRows): void {
  for (const change of summed(rows.tallies ?? [])) {
    const key = tallyKey(change);
    const count = (tallies.get(key)?.count ?? 0) + change.count;
    if (count === 0) tallies.delete(key);
    else tallies.set(key, { ...change, count });
  }
  for (const cell of rows.untallied ?? []) cells.delete(cellKey(cell));
  for (const cell of rows.tallied ?? []) cells.set(cellKey(cell), cell);
}

const within = (reader: string, { division, from, to }: TallyFilter) => {
  const own = sharedPlace(reader).division;
  return (one: Pick<DeskTally, 'division' | 'month'>) =>
    division.startsWith(own) && one.division.startsWith(division) && one.month >= from && one.month <= to;
};

/** Reads tallies of a desk in memory: the same answers as PostgreSQL's. */
export function tallyMemoryReader(
  desk: string,
  kept: () => KeptTallies & { readonly rows: ReadonlyMap<string, ViewRow> },
): Pick<SharedReader, 'tallies' | 'talliedAgencies' | 'talliedCases'> {
  const counted = (reader: string, filter: TallyFilter) =>
    [...kept().tallies.values()].filter((tally) => tally.desk === desk).filter(within(reader, filter));
  return {
    talliedAgencies: async (reader, filter) =>
      [...new Set(counted(reader, filter).map(({ agency }) => agency))].toSorted(),
    tallies: async (reader, filter, agencies, digits) => {
      const sums = new Map<string, TallySum>();
      for (const tally of counted(reader, filter).filter(({ agency }) => agencies.includes(agency))) {
        const { agency, division, month, measure, bucket, count } = tally;
        const keys = { all: '', agency, division: division.slice(0, digits), month };
        for (const [by, key] of Object.entries(keys) as [TallySum['by'], string][]) {
          const name = `${by} ${key} ${measure} ${bucket}`;
          sums.set(name, { by, key, measure, bucket, count: count + (sums.get(name)?.count ?? 0) });
        }
      }
      return [...sums.values()];
    },
    talliedCases: async (reader, filter, agency, first, after) => {
      const cells = [...kept().cells.values()].filter((cell) => cell.desk === desk && cell.agency === agency);
      const cases = new Set(cells.filter(within(reader, filter)).map(({ caseId }) => caseId));
      const own = sharedPlace(reader);
      const rows = [...kept().rows.values()].filter((row) => {
        const { audience, division } = sharedPlace(row.agency);
        const seen = audience === own.audience && division.startsWith(own.division);
        return row.desk === desk && row.kind === 'shared-case' && seen && cases.has(row.caseId);
      });
      return pageOf(rows, -1, first, after);
    },
  };
}
