import type { Pool } from 'pg';
import { StoreError } from '../port.ts';
import { connected } from './connection.ts';
import { tables } from './migrations/001.tables.ts';
import { append } from './migrations/002.append.ts';
import { claims } from './migrations/003.claims.ts';
import { advance, versionOf } from './schema.plan.ts';

const MIGRATIONS: readonly ((schema: string) => string)[] = [tables, append, claims];

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
  return connected(pool, async (client) => {
    if ((await versionOf(client, plan)) === MIGRATIONS.length) return MIGRATIONS.length;
    await client.query('begin isolation level read committed');
    try {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`jieli event store ${schema}`]);
      const encoding = await client.query<{ server_encoding: string }>('show server_encoding');
      if (encoding.rows[0]?.server_encoding !== 'UTF8') {
        throw new StoreError('invalid', 'the database is not encoded in UTF8');
      }
      await advance(client, plan);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined); // the first error is the one to tell
      throw error;
    }
    return MIGRATIONS.length;
  });
}
