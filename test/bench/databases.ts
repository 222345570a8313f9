import pg from 'pg';
import { freshDatabase } from '#service';
import type { Bench, Closing } from './harness.ts';

export interface BenchDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
}

/** A database of its own on the bench's server, dropped when the row is done. */
export async function database({ serverUrl }: Bench, closing: Closing, connections = 8): Promise<BenchDatabase> {
  const { url, drop } = await freshDatabase(serverUrl);
  closing(drop);
  const pool = new pg.Pool({ connectionString: url, max: connections });
  pool.on('error', () => undefined);
  closing(() => pool.end());
  return { url, pool };
}

/** Has the server write out what a preparation left behind, so that no measured round pays for it. */
export async function settle({ pool }: BenchDatabase): Promise<void> {
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
}
