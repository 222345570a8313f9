import type { Pool } from 'pg';
import type { Position } from '#event-store';
import type { DeskSelectors } from '../view.ts';
import { forgetViews } from './desk.schemas.ts';
import { transaction } from './transaction.ts';

/** The log that views and processes go by (视图所依日志). Its positions mean nothing in any other. */
export interface LogOfViews {
  readonly engine: string;
  /** What stands before its streams' names on a shared server; empty as a rule. */
  readonly prefix: string;
}

/** Notes the log that views are built from, when nobody has yet; says which one it is. */
export async function logOfViews(pool: Pool, { engine, prefix }: LogOfViews): Promise<LogOfViews> {
  const { rows } = await pool.query<LogOfViews>(
    `insert into runtime.log as there (engine, prefix) values ($1, $2)
     on conflict (one) do update set prefix = coalesce(there.prefix, excluded.prefix)
     returning engine, prefix`,
    [engine, prefix],
  );
  return rows[0] ?? { engine, prefix };
}

/** How far each process has come, by its name. */
export async function processedByAll(pool: Pool): Promise<ReadonlyMap<string, Position>> {
  const { rows } = await pool.query<{ name: string; position: Position }>(
    `select name, position from runtime.checkpoint where name <> 'views' and position is not null`,
  );
  return new Map(rows.map(({ name, position }) => [name, position]));
}

/**
 * Goes over to another log that holds the same events: the views are forgotten, to be built anew from it, and each process
 * goes on after the event that it had come to. All of it or nothing.
 *
 * @param processed where in the new log that event stands; a process that is not named begins at the beginning.
 */
export function goOverTo(
  pool: Pool,
  desks: readonly DeskSelectors[],
  { engine, prefix }: LogOfViews,
  processed: ReadonlyMap<string, Position>,
): Promise<void> {
  return transaction(pool, async (client) => {
    await forgetViews(client, desks);
    await client.query(`delete from runtime.checkpoint where name <> 'views'`);
    for (const [name, position] of processed) {
      await client.query('insert into runtime.checkpoint values ($1, $2)', [name, position]);
    }
    await client.query('update runtime.log set engine = $1, prefix = $2', [engine, prefix]);
  });
}
