import type { Pool, PoolClient } from 'pg';
import { StoreError } from '../port.ts';
import { connected } from './connection.ts';
import { appendFunctions } from './migrations/append.functions.ts';
import { underLock } from './migrations.ts';

/**
 * How the log's one order comes about.
 *
 * `sequencer`: all writers wait for one row; positions are 1, 2, 3 … in the order of commits.
 * `horizon`: writers wait for those of their own streams alone; events stand in the order of their transactions' ids, and are read
 * once no transaction that could still come before them is open anywhere in the cluster.
 */
export type EventOrder = 'sequencer' | 'horizon';

/** What the schema says of its order. */
interface Ordering {
  readonly by: EventOrder;
  /** How far the ids of this cluster's transactions are behind those that stand in the log. */
  readonly behind: number;
  readonly empty: boolean;
}

async function ordering(client: PoolClient, schema: string): Promise<Ordering> {
  const { rows } = await client.query<{ by: EventOrder; behind: string; empty: boolean }>(`
    select o.by, last.turn is null as empty,
      coalesce(last.turn - (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + o.shift), -1) + 1 as behind
    from "${schema}".ordering o
    left join (select max(e.turn) as turn from "${schema}".event e) last on true`);
  const [found] = rows;
  if (!found) throw new StoreError('invalid', `schema ${schema} does not say in which order its log is`);
  return { by: found.by, behind: Number(found.behind), empty: found.empty };
}

/**
 * The order that the log of a schema is in, after an empty log has been given the one that is wanted, and a log that was restored
 * into a younger cluster has been told so.
 *
 * @throws StoreError `invalid` when the log holds events in another order than is wanted.
 */
export async function orderOf(pool: Pool, schema: string, wanted?: EventOrder): Promise<EventOrder> {
  const settled = ({ by, behind }: Ordering) => by === (wanted ?? by) && (by === 'sequencer' || behind <= 0);
  const found = await connected(pool, (client) => ordering(client, schema));
  if (settled(found)) return found.by;
  return underLock(pool, schema, async (client) => {
    await client.query(`lock table "${schema}".event in access exclusive mode`);
    const { by, behind, empty } = await ordering(client, schema);
    if (by !== (wanted ?? by)) {
      if (!empty) throw otherOrder(schema, by, wanted ?? by);
      await change(client, schema, wanted ?? by);
    } else if (behind > 0) {
      await client.query(`update "${schema}".ordering set shift = shift + $1`, [behind]);
    }
    return wanted ?? by;
  });
}

function otherOrder(schema: string, by: EventOrder, wanted: EventOrder): StoreError {
  const how =
    wanted === 'horizon'
      ? 'stop all processes and run "jieli log order horizon"'
      : 'a log does not go back to it; copy it to EventStoreDB and from there into an empty database';
  return new StoreError('invalid', `the log in schema ${schema} is in ${by} order, not ${wanted}: ${how}`);
}

/**
 * Puts a log that has events into horizon order, for good: what is there keeps its positions and stands before all that comes. Nobody
 * may write meanwhile. A log that is in that order already stays as it is.
 *
 * @throws StoreError `unavailable` when the database is away.
 */
export async function goOverToHorizon(pool: Pool, schema: string): Promise<void> {
  await underLock(pool, schema, async (client) => {
    await client.query(`lock table "${schema}".event in access exclusive mode`);
    if ((await ordering(client, schema)).by === 'sequencer') await change(client, schema, 'horizon');
  });
}

async function change(client: PoolClient, schema: string, to: EventOrder): Promise<void> {
  const key = to === 'horizon' ? 'turn, pos' : 'pos';
  await client.query(`
    alter table "${schema}".event drop constraint event_pkey, add primary key (${key});
    update "${schema}".ordering set by = '${to}';
    ${appendFunctions(schema, to)}`);
}
