import type { PoolClient } from 'pg';
import { bools, ints, texts } from '#event-store';
import type { ViewRows } from '../view.store.ts';
import { done, sender } from './send.ts';
import { apart, sendShared } from './shared.tables.ts';
import type { Tables } from './tables.ts';
import { sendTallies } from './tally.tables.ts';

/**
 * Writes what changed in one prepared statement a table: upserts, deletions, timeline lines, clocks, tags, parked streams. All
 * are sent at once, in this order; the connection is a pipelined one.
 */
export function sendRows(client: PoolClient, tables: Tables, rows: ViewRows): readonly Promise<unknown>[] {
  const { send, sent } = sender(client);
  const [gone, put] = [apart(rows.deletes), apart(rows.upserts)];
  const column = <T>(rows: readonly T[], of: (row: T) => string) => texts(rows.map(of));
  for (const [desk, own] of Map.groupBy(gone.own, (row) => row.desk)) {
    const schema = tables.desk(desk);
    send(
      'delete',
      schema,
      `delete from ${schema}.row using unnest($1::text[], $2::text[], $3::text[]) as gone (agency, kind, key)
       where row.agency = gone.agency and row.kind = gone.kind and row.key = gone.key`,
      [column(own, (r) => r.agency), column(own, (r) => r.kind), column(own, (r) => r.key)],
    );
  }
  for (const [desk, own] of Map.groupBy(put.own, (row) => row.desk)) {
    const schema = tables.desk(desk);
    send(
      'put',
      schema,
      `insert into ${schema}.row (agency, kind, key, case_id, sort, doc)
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
  sendShared(send, tables, gone.shared, put.shared);
  sendTallies(send, tables, rows);
  for (const [desk, own] of Map.groupBy(rows.timeline, (row) => row.desk)) {
    const schema = tables.desk(desk);
    send('tell', schema, `insert into ${schema}.timeline select * from unnest($1::text[], $2::int[], $3::text[])`, [
      column(own, (r) => r.caseId),
      ints(own.map((r) => r.revision)),
      column(own, (r) => r.doc),
    ]);
  }
  const { runtime } = tables;
  const { clocksEnded, clocksRunning, tags, forgotten = [], parked } = rows;
  if (tags.length > 0) {
    send(
      'tag',
      runtime,
      `insert into ${runtime}.tag (tag, case_id, open)
       select * from unnest($1::text[], $2::text[], $3::boolean[]) as known (tag, case_id, open)
       where not exists (select from ${runtime}.forgotten where forgotten.case_id = known.case_id)
       on conflict (tag, case_id) do update set open = excluded.open`,
      [column(tags, (t) => t.tag), column(tags, (t) => t.caseId), bools(tags.map((t) => t.open))],
    );
  }
  if (forgotten.length > 0) {
    send('forget', runtime, `insert into ${runtime}.forgotten select unnest($1::text[]) on conflict do nothing`, [
      texts(forgotten),
    ]);
    send('drop tags', runtime, dropForgotten(runtime), []);
  }
  if (clocksEnded.length > 0)
    send('end', runtime, `delete from ${runtime}.clock where id = any($1::text[])`, [texts(clocksEnded)]);
  if (clocksRunning.length > 0) {
    send('run', runtime, `insert into ${runtime}.clock select * from unnest($1::text[], $2::text[], $3::text[])`, [
      column(clocksRunning, (c) => c.id),
      column(clocksRunning, (c) => c.caseId),
      column(clocksRunning, (c) => c.due),
    ]);
  }
  if (parked.length > 0) {
    send('park', runtime, `insert into ${runtime}.parked select * from unnest($1::text[], $2::text[], $3::text[])`, [
      column(parked, (p) => p.stream),
      column(parked, (p) => p.position),
      column(parked, (p) => p.error),
    ]);
  }
  return sent;
}

/** The same within a transaction that goes on: settles when all is written. */
export async function writeRows(client: PoolClient, tables: Tables, rows: ViewRows): Promise<void> {
  await done(sendRows(client, tables, rows));
}

/** Match tags of cases whose child was shredded. */
export const dropForgotten = (runtime: string): string =>
  `delete from ${runtime}.tag using ${runtime}.forgotten where tag.case_id = forgotten.case_id`;
