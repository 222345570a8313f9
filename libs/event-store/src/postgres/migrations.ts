import type { Pool, PoolClient } from 'pg';
import { StoreError } from '../port.ts';
import { connected } from './connection.ts';
import { tables } from './migrations/001.tables.ts';
import { append } from './migrations/002.append.ts';
import { claims } from './migrations/003.claims.ts';
import { order } from './migrations/004.order.ts';
import { advance, versionOf } from './schema.plan.ts';

const MIGRATIONS: readonly ((schema: string) => string)[] = [tables, append, claims, order];

/** The version of the log's schema that this program makes and knows. */
export const logSchemaVersion = MIGRATIONS.length;

const NAME = /^[a-z_][a-z0-9_]{0,39}$/;

/**
 * Brings a schema to the version that this program knows, once, whoever comes first; where nothing is missing it only looks,
 * and needs no right to create.
 *
 * @returns the version.
 * @throws StoreError `invalid` when a newer program has been here, or the database cannot hold Chinese text.
 */
export async function migrate(pool: Pool, schema: string): Promise<number> {
  if (!NAME.test(schema)) throw new StoreError('invalid', `${JSON.stringify(schema)} is no name for a schema`);
  const plan = { schema, migrations: MIGRATIONS.map((migration) => migration(schema)) };
  const found = await connected(pool, (client) => versionOf(client, plan));
  if (found === MIGRATIONS.length) return MIGRATIONS.length;
  return underLock(pool, schema, async (client) => {
    const encoding = await client.query<{ server_encoding: string }>('show server_encoding');
    if (encoding.rows[0]?.server_encoding !== 'UTF8') {
      throw new StoreError('invalid', 'the database is not encoded in UTF8');
    }
    await advance(client, plan);
    return MIGRATIONS.length;
  });
}

/** In one transaction, and alone among all that change the schema. */
export async function underLock<T>(pool: Pool, schema: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return connected(pool, async (client) => {
    await client.query('begin isolation level read committed');
    try {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`jieli event store ${schema}`]);
      const done = await work(client);
      await client.query('commit');
      return done;
    } catch (error) {
      await client.query('rollback').catch(() => undefined); // the first error is the one to tell
      throw error;
    }
  });
}
