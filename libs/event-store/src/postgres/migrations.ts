import type { Pool, PoolClient } from 'pg';
import { StoreError } from '../port.ts';
import { connected } from './connection.ts';
import { tables } from './migrations/001.tables.ts';
import { append } from './migrations/002.append.ts';

/** In order; a migration that has been released is never changed, only followed by another. */
const MIGRATIONS: readonly ((schema: string) => string)[] = [tables, append];

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
  return connected(pool, async (client) => {
    if ((await version(client, schema)) === MIGRATIONS.length) return MIGRATIONS.length;
    await client.query('begin isolation level read committed');
    try {
      await advance(client, schema);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined); // the first error is the one to tell
      throw error;
    }
    return MIGRATIONS.length;
  });
}

async function advance(client: PoolClient, schema: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`jieli event store ${schema}`]);
  const encoding = await client.query<{ server_encoding: string }>('show server_encoding');
  if (encoding.rows[0]?.server_encoding !== 'UTF8') {
    throw new StoreError('invalid', 'the database is not encoded in UTF8');
  }
  await client.query(`
    create schema if not exists "${schema}";
    create table if not exists "${schema}".migration (
      version int primary key,
      at timestamptz not null default clock_timestamp()
    )`);
  const at = await version(client, schema);
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < at) continue;
    await client.query(migration(schema));
    await client.query(`insert into "${schema}".migration (version) values ($1)`, [index + 1]);
  }
}

/** 0 when there is no schema yet. */
async function version(client: PoolClient, schema: string): Promise<number> {
  const table = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `"${schema}".migration`,
  ]);
  if (!table.rows[0]?.there) return 0;
  const newest = await client.query<{ version: number }>(
    `select coalesce(max(version), 0) as version from "${schema}".migration`,
  );
  const found = newest.rows[0]?.version ?? 0;
  if (found > MIGRATIONS.length) {
    throw new StoreError(
      'invalid',
      `schema ${schema} is at version ${found}, this program knows ${MIGRATIONS.length}: it needs a newer program`,
    );
  }
  return found;
}
