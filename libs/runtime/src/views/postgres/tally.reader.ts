import { sharedPlace } from '../reader.key.ts';
import type { TallyFilter, TallySum } from '../tally.ts';
import { cursorOf, readCursor, type SharedReader } from '../view.store.ts';
import type { Ask } from './ask.ts';

/** The text after all that begin with a division code: `:` follows `9`. */
const after = (division: string) => `${division}:`;

/** A reader that is told nothing because the place lies outside its own. */
const outside = (reader: string, division: string) => !division.startsWith(sharedPlace(reader).division);

const COUNTED = 'division >= $1 and division < $2 and month between $3 and $4';
const values = ({ division, from, to }: TallyFilter) => [division, after(division), from, to];

/** Sums of a place: a range of the key is read, however long the log is. */
export const tallySums = (schema: string): string => `
select case when grouping(agency) = 0 then 'agency' when grouping(part) = 0 then 'division'
    when grouping(month) = 0 then 'month' else 'all' end as by,
  coalesce(agency, part, month, '') as key, measure, bucket, sum(count)::int as count
from (select left(division, $5::int) as part, * from ${schema}.tally where ${COUNTED} and agency = any($6)) as counted
group by grouping sets ((measure, bucket), (agency, measure, bucket), (part, measure, bucket), (month, measure, bucket))`;

/** Reads tallies of a desk in PostgreSQL. */
export function tallyReader(
  ask: Ask,
  schema: string,
  barred: ReadonlySet<string>,
): Pick<SharedReader, 'tallies' | 'talliedAgencies' | 'talliedCases'> {
  return {
    talliedAgencies: async (reader, filter) => {
      if (outside(reader, filter.division)) return [];
      const sql = `select distinct agency from ${schema}.tally where ${COUNTED} order by agency`;
      return (await ask<{ agency: string }>(reader, sql, values(filter))).map(({ agency }) => agency);
    },
    tallies: async (reader, filter, agencies, digits) =>
      outside(reader, filter.division)
        ? []
        : ask<TallySum>(reader, tallySums(schema), [...values(filter), digits, agencies]),
    talliedCases: async (reader, filter, agency, first, cursor) => {
      if (outside(reader, filter.division)) return { rows: [], hasNext: false };
      const { audience, division } = sharedPlace(reader);
      const [sort, key] = cursor === undefined ? ['~', '~'] : readCursor(cursor);
      const rows = await ask<{ sort: string; key: string; doc: string }>(
        reader,
        `select sort, case_id as key, doc from ${schema}.shared_case
         where audience = $6 and starts_with(division, $7) and (sort, case_id) < ($8, $9) and case_id <> all ($10)
           and case_id in (
           select case_id from ${schema}.tally_case where agency = $5 and ${COUNTED})
         order by sort desc, case_id desc limit ${first + 1}`,
        [...values(filter), agency, audience, division, sort, key, [...barred]],
      );
      const shown = rows.slice(0, first).map((row) => ({ cursor: cursorOf(row.sort, row.key), doc: row.doc }));
      return { rows: shown, hasNext: rows.length > first };
    },
  };
}
