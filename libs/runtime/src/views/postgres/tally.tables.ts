import type { PoolClient } from 'pg';
import { ints, texts } from '#event-store';
import type { ShownEntry } from '../shared.selectors.ts';
import { countedIn, nothingCounted, summed, tallyChanges } from '../tally.ts';
import type { ViewRows } from '../view.store.ts';
import type { DeskSelectors } from '../view.ts';
import { done, type Send, sender } from './send.ts';
import { live, primaryKey, type Tables } from './tables.ts';

/** Tallies of a desk, and the cases that are counted in each cell, without keys. A place is read as a range of its codes. */
export const tallyTables = (schema: string): string => `
create table if not exists ${schema}.tally (
  division text collate "C" not null, month text collate "C" not null, agency text not null, measure text not null,
  bucket int not null, count int not null);
create table if not exists ${schema}.tally_case (
  agency text not null, month text collate "C" not null, division text collate "C" not null, case_id text not null);
`;

/** Keys and indexes of {@link tallyTables}, those of each table together. */
export const tallyKeys = (schema: string): readonly string[] => [
  primaryKey(`${schema}.tally`, 'division, month, agency, measure, bucket'),
  `${primaryKey(`${schema}.tally_case`, 'agency, month, division, case_id')}
  create index if not exists tally_case_case on ${schema}.tally_case (case_id);`,
];

/** Tallies that were gathered without a key, many of one kind: afterwards one of each is there. */
export const gatherTallies = (schema: string): string => `
create table ${schema}.gathered as select division, month, agency, measure, bucket, sum(count)::int as count
  from ${schema}.tally group by division, month, agency, measure, bucket;
truncate ${schema}.tally;
insert into ${schema}.tally select * from ${schema}.gathered;
drop table ${schema}.gathered;
`;

type Counts = Pick<ViewRows, 'tallies' | 'tallied' | 'untallied'>;

/** Adds the differences to the tallies; what falls to nothing goes. */
export function sendTallies(send: Send, tables: Tables, rows: Counts): void {
  for (const [desk, own] of Map.groupBy(summed(rows.tallies ?? []), (tally) => tally.desk)) {
    const schema = tables.desk(desk);
    const keys = [
      texts(own.map(({ division }) => division)),
      texts(own.map(({ month }) => month)),
      texts(own.map(({ agency }) => agency)),
      texts(own.map(({ measure }) => measure)),
      ints(own.map(({ bucket }) => bucket)),
    ];
    const listed = 'unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]';
    send(
      'count',
      schema,
      `insert into ${schema}.tally as kept (division, month, agency, measure, bucket, count)
       select * from ${listed}, $6::int[])
       on conflict (division, month, agency, measure, bucket) do update set count = kept.count + excluded.count`,
      [...keys, ints(own.map(({ count }) => count))],
    );
    if (own.every(({ count }) => count > 0)) continue;
    send(
      'count out',
      schema,
      `delete from ${schema}.tally as kept using ${listed}) as changed (division, month, agency, measure, bucket)
       where (kept.division, kept.month, kept.agency, kept.measure, kept.bucket)
         = (changed.division, changed.month, changed.agency, changed.measure, changed.bucket) and kept.count = 0`,
      keys,
    );
  }
  sendCells(send, tables, rows);
}

function sendCells(send: Send, tables: Tables, { tallied = [], untallied = [] }: Counts): void {
  const columns = (cells: typeof tallied) => [
    texts(cells.map(({ agency }) => agency)),
    texts(cells.map(({ month }) => month)),
    texts(cells.map(({ division }) => division)),
    texts(cells.map(({ caseId }) => caseId)),
  ];
  const listed = 'unnest($1::text[], $2::text[], $3::text[], $4::text[])';
  for (const [desk, gone] of Map.groupBy(untallied, (cell) => cell.desk)) {
    const schema = tables.desk(desk);
    send(
      'uncount case',
      schema,
      `delete from ${schema}.tally_case as kept using ${listed} as gone (agency, month, division, case_id)
       where (kept.agency, kept.month, kept.division, kept.case_id)
         = (gone.agency, gone.month, gone.division, gone.case_id)`,
      columns(gone),
    );
  }
  for (const [desk, added] of Map.groupBy(tallied, (cell) => cell.desk)) {
    const schema = tables.desk(desk);
    const into = `${schema}.tally_case (agency, month, division, case_id)`;
    send('count case', schema, `insert into ${into} select * from ${listed}`, columns(added));
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
  const { send, sent } = sender(client);
  sendTallies(send, live, { tallies });
  await done(sent);
}
