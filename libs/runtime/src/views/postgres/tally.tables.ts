import type { PoolClient } from 'pg';
import type { ShownEntry } from '../shared.ts';
import { countedIn, nothingCounted, summed, tallyChanges } from '../tally.ts';
import type { ViewRows } from '../view.store.ts';
import type { DeskSelectors } from '../view.ts';
import { live, type Tables } from './tables.ts';

/** Tallies of a desk, and the cases that are counted in each cell. A place is read as a range of its codes. */
export const tallyTables = (schema: string): string => `
create table if not exists ${schema}.tally (
  division text collate "C" not null, month text collate "C" not null, agency text not null, measure text not null,
  bucket int not null, count int not null, primary key (division, month, agency, measure, bucket));
create table if not exists ${schema}.tally_case (
  agency text not null, month text collate "C" not null, division text collate "C" not null, case_id text not null,
  primary key (agency, month, division, case_id));
create index if not exists tally_case_case on ${schema}.tally_case (case_id);
`;

type Counts = Pick<ViewRows, 'tallies' | 'tallied' | 'untallied'>;

/** Adds the differences to the tallies; what falls to nothing goes. */
export async function writeTallies(client: PoolClient, tables: Tables, rows: Counts): Promise<void> {
  for (const [desk, own] of Map.groupBy(summed(rows.tallies ?? []), (tally) => tally.desk)) {
    const schema = tables.desk(desk);
    const keys = [
      own.map(({ division }) => division),
      own.map(({ month }) => month),
      own.map(({ agency }) => agency),
      own.map(({ measure }) => measure),
      own.map(({ bucket }) => bucket),
    ];
    const listed = 'unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]';
    await client.query(
      `insert into ${schema}.tally as kept (division, month, agency, measure, bucket, count)
       select * from ${listed}, $6::int[])
       on conflict (division, month, agency, measure, bucket) do update set count = kept.count + excluded.count`,
      [...keys, own.map(({ count }) => count)],
    );
    if (own.every(({ count }) => count > 0)) continue;
    await client.query(
      `delete from ${schema}.tally as kept using ${listed}) as changed (division, month, agency, measure, bucket)
       where (kept.division, kept.month, kept.agency, kept.measure, kept.bucket)
         = (changed.division, changed.month, changed.agency, changed.measure, changed.bucket) and kept.count = 0`,
      keys,
    );
  }
  await writeCells(client, tables, rows);
}

async function writeCells(client: PoolClient, tables: Tables, { tallied = [], untallied = [] }: Counts) {
  const columns = (cells: typeof tallied) => [
    cells.map(({ agency }) => agency),
    cells.map(({ month }) => month),
    cells.map(({ division }) => division),
    cells.map(({ caseId }) => caseId),
  ];
  const listed = 'unnest($1::text[], $2::text[], $3::text[], $4::text[])';
  for (const [desk, gone] of Map.groupBy(untallied, (cell) => cell.desk)) {
    await client.query(
      `delete from ${tables.desk(desk)}.tally_case as kept using ${listed} as gone (agency, month, division, case_id)
       where (kept.agency, kept.month, kept.division, kept.case_id)
         = (gone.agency, gone.month, gone.division, gone.case_id)`,
      columns(gone),
    );
  }
  for (const [desk, added] of Map.groupBy(tallied, (cell) => cell.desk)) {
    const into = `${tables.desk(desk)}.tally_case (agency, month, division, case_id)`;
    await client.query(`insert into ${into} select * from ${listed}`, columns(added));
  }
}

/** Takes out of the live tallies what a case counts for, by the timeline that stands there. */
export async function uncount(client: PoolClient, desks: readonly DeskSelectors[], caseId: string): Promise<void> {
  const told = new Map<string, readonly ShownEntry[]>();
  for (const { name, shared } of desks) {
    if (!shared) continue;
    const { rows } = await client.query<{ doc: string }>(
      `select doc from ${live.desk(name)}.timeline where case_id = $1 order by revision`,
      [caseId],
    );
    told.set(
      name,
      rows.map(({ doc }) => JSON.parse(doc)),
    );
  }
  const tallies = tallyChanges(countedIn(told, desks), nothingCounted);
  await writeTallies(client, live, { tallies });
}
