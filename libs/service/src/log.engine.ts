import type pg from 'pg';
import { type EventStore, eventStoreDb, postgresStore } from '#event-store';
import type { LogOfViews } from '#runtime';
import { type LogEngine, SetupError } from './config.ts';

/** @throws SetupError when EventStoreDB cannot be used. */
export async function openLog(
  log: LogEngine,
  pool: pg.Pool,
  onTrouble: (error: Error) => void,
  onBatch?: (appends: number) => void,
): Promise<EventStore> {
  if (log.engine === 'postgres') return postgresStore({ pool, order: log.order, onTrouble, onBatch });
  const { connectionString, prefix } = log;
  try {
    const store = await eventStoreDb({ connectionString, prefix, onTrouble });
    await store.head();
    return store;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(`EventStoreDB 不可用：${why}。EventStoreDB cannot be used; check its address.`);
  }
}

/** How the database remembers its log. */
export function nameOf(log: LogEngine): LogOfViews {
  return { engine: log.engine, prefix: log.engine === 'postgres' ? '' : (log.prefix ?? '') };
}

/** The same, for a person. */
export function logNamed({ engine, prefix }: LogOfViews): string {
  return prefix === '' ? engine : `${engine} (JIELI_EVENTSTOREDB_PREFIX=${prefix})`;
}
