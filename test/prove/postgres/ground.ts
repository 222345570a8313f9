import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#runtime';

/** A PostgreSQL of our own in a folder of its own, gone when it is closed. */
export interface Ground {
  readonly url: string;
  readonly dataDir: string;
  pool(max?: number): pg.Pool;
  close(): Promise<void>;
}

export async function ground(): Promise<Ground> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jieli-prove-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  const pools: pg.Pool[] = [];
  return {
    url: server.url,
    dataDir,
    pool: (max = 8) => {
      const pool = new pg.Pool({ connectionString: server.url, max });
      pool.on('error', () => undefined);
      pools.push(pool);
      return pool;
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
