import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { ViewsUnavailable } from '../view.store.ts';
import { READS_FOR } from './tables.ts';

/** Asks the database with the desk's rights, for one reader (`readerOf`). */
export type Ask = <R extends object>(reader: string, sql: string, values: readonly unknown[]) => Promise<readonly R[]>;

const SERVER_SAYS = /^[0-9A-Z]{5}$/;
const GOING_AWAY = /^(08|53|57)/;

/** An error without a server's own code never came from the server: the connection or its time ran out. */
export async function answered<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (typeof code === 'string' && SERVER_SAYS.test(code) && !GOING_AWAY.test(code)) throw error;
    throw new ViewsUnavailable('the views cannot be read', { cause: error });
  }
}

/** Asks on connections that have been told for whom: row security hides all else, whatever is asked. */
export function asking(pool: Pool): (barred: ReadonlySet<string>) => Ask {
  const told = new WeakMap<PoolClient, string>();
  return (barred) => {
    const hidden = [...barred].join(' ');
    return async <R extends object>(reader: string, sql: string, values: readonly unknown[]) => {
      const ask = async () => {
        const client = await pool.connect();
        let broken = true;
        try {
          const whom = `${reader}\n${hidden}`;
          if (told.get(client) !== whom) {
            told.delete(client);
            await client.query(READS_FOR, [reader, hidden]);
            told.set(client, whom);
          }
          const { rows } = await client.query<R & QueryResultRow>(sql, [...values]);
          broken = false;
          return rows;
        } finally {
          client.release(broken);
        }
      };
      return answered(ask());
    };
  };
}
