import pg from 'pg';
import { freshDatabase } from '#service';
import { until } from '../../libs/runtime/src/embedded/process.identity.ts';
import type { Bench, Closing } from './harness.ts';

export interface BenchDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
}

/** A database of its own on the bench's server, dropped when the row is done. */
export async function database({ serverUrl }: Bench, closing: Closing, connections = 8): Promise<BenchDatabase> {
  const { url, drop } = await freshDatabase(serverUrl);
  closing(async () => {
    await until(() => left(serverUrl, url), PATIENCE); // a comparator's pool dies of a connection that is cut while it closes
    await drop();
  });
  const pool = new pg.Pool({ connectionString: url, max: connections });
  pool.on('error', () => undefined);
  closing(() => pool.end());
  return { url, pool };
}

const PATIENCE = 10_000;

/** Whether nobody is connected to a database any more. */
async function left(serverUrl: string, url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const name = new URL(url).pathname.slice(1);
    const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [name]);
    return rowCount === 0;
  } finally {
    await client.end();
  }
}

/** Has the server write out what a preparation left behind, so that no measured round pays for it. */
export async function settle({ pool }: BenchDatabase): Promise<void> {
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
}
