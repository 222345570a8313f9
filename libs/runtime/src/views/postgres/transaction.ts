import pg, { type Pool, type PoolClient } from 'pg';
import { hearErrors } from '#event-store';
import { atOnce } from './wire.ts';

/**
 * Connections on which queries are sent before the ones ahead of them have been answered: a transaction may then cost one round
 * trip, however many statements it has. (The types of `pg` do not know the option yet.)
 *
 * @param url as for the pool that reads.
 */
export function pipelined(url: string, max: number): Pool {
  const settings = {
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    pipeline: true,
  };
  const pool = new pg.Pool(settings);
  hearErrors(pool);
  return pool;
}

/** All of it or nothing. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return lent(pool, async (client) => {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  });
}

/**
 * All of it or nothing, in one round trip: nothing waits for the answer to what was sent before. Where a statement fails, those
 * behind it do too, and the commit behind them undoes all.
 *
 * Not synced to disk before it is answered: for what can be had again from the log.
 */
export async function inOneGo(pool: Pool, send: (client: PoolClient) => readonly Promise<unknown>[]): Promise<void> {
  await lent(pool, async (client) => {
    const begin = 'begin; set local synchronous_commit = off';
    const sent = atOnce(client, () => [client.query(begin), ...send(client), client.query('commit')]);
    for (const result of await Promise.allSettled(sent)) if (result.status === 'rejected') throw result.reason;
  });
}

async function lent<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
