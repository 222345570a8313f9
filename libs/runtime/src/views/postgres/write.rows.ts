import type { PoolClient } from 'pg';
import { bools, ints, texts } from '#event-store';
import type { ViewRows } from '../view.store.ts';
import type { Tables } from './tables.ts';

/** Writes what changed in one statement a table: upserts, deletions, timeline lines, clocks, tags, parked streams. */
export async function writeRows(client: PoolClient, tables: Tables, rows: ViewRows): Promise<void> {
  const column = <T>(rows: readonly T[], of: (row: T) => string) => texts(rows.map(of));
  for (const [desk, own] of Map.groupBy(rows.deletes, (row) => row.desk)) {
    await client.query(
      `delete from ${tables.desk(desk)}.row using unnest($1::text[], $2::text[], $3::text[]) as gone (agency, kind, key)
       where row.agency = gone.agency and row.kind = gone.kind and row.key = gone.key`,
      [column(own, (r) => r.agency), column(own, (r) => r.kind), column(own, (r) => r.key)],
    );
  }
  for (const [desk, own] of Map.groupBy(rows.upserts, (row) => row.desk)) {
    await client.query(
      `insert into ${tables.desk(desk)}.row (agency, kind, key, case_id, sort, doc)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       on conflict (agency, kind, key) do update set sort = excluded.sort, doc = excluded.doc`,
      [
        column(own, (r) => r.agency),
        column(own, (r) => r.kind),
        column(own, (r) => r.key),
        column(own, (r) => r.caseId),
        column(own, (r) => r.sort),
        column(own, (r) => r.doc),
      ],
    );
  }
  for (const [desk, own] of Map.groupBy(rows.timeline, (row) => row.desk)) {
    await client.query(
      `insert into ${tables.desk(desk)}.timeline select * from unnest($1::text[], $2::int[], $3::text[])`,
      [column(own, (r) => r.caseId), ints(own.map((r) => r.revision)), column(own, (r) => r.doc)],
    );
  }
  const { clocksEnded, clocksRunning, tags, parked } = rows;
  if (tags.length > 0) {
    await client.query(
      `insert into ${tables.runtime}.tag (tag, case_id, open) select * from unnest($1::text[], $2::text[], $3::boolean[]) on conflict (tag, case_id) do update set open = excluded.open`,
      [column(tags, (t) => t.tag), column(tags, (t) => t.caseId), bools(tags.map((t) => t.open))],
    );
  }
  if (clocksEnded.length > 0)
    await client.query(`delete from ${tables.runtime}.clock where id = any($1)`, [clocksEnded]);
  if (clocksRunning.length > 0) {
    await client.query(`insert into ${tables.runtime}.clock select * from unnest($1::text[], $2::text[], $3::text[])`, [
      column(clocksRunning, (c) => c.id),
      column(clocksRunning, (c) => c.caseId),
      column(clocksRunning, (c) => c.due),
    ]);
  }
  for (const { stream, position, error } of parked) {
    await client.query(`insert into ${tables.runtime}.parked values ($1, $2, $3)`, [stream, position, error]);
  }
}
