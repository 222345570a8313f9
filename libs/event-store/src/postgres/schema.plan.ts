import type { ClientBase } from 'pg';
import { StoreError } from '../port.ts';

/** What a schema is to become: its migrations in order. One that has been released is never changed, only followed by another. */
export interface SchemaPlan {
  readonly schema: string;
  readonly migrations: readonly string[];
}

/**
 * Runs the migrations that a schema lacks, and notes each in its table `migration`. The caller holds a lock and has begun a
 * transaction: it is all of them or none.
 *
 * @throws StoreError `invalid` when a newer program has been here.
 */
export async function advance(client: ClientBase, { schema, migrations }: SchemaPlan): Promise<void> {
  await client.query(`
    create schema if not exists "${schema}";
    create table if not exists "${schema}".migration (
      version int primary key,
      at timestamptz not null default clock_timestamp()
    )`);
  const at = await versionOf(client, { schema, migrations });
  for (const [index, migration] of migrations.entries()) {
    if (index < at) continue;
    await client.query(migration);
    await client.query(`insert into "${schema}".migration (version) values ($1)`, [index + 1]);
  }
}

/**
 * How many migrations a schema has had; 0 when there is no schema yet, or one from before they were counted.
 *
 * @throws StoreError `invalid` when they are more than this program knows.
 */
export async function versionOf(client: ClientBase, { schema, migrations }: SchemaPlan): Promise<number> {
  const table = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `"${schema}".migration`,
  ]);
  if (!table.rows[0]?.there) return 0;
  const newest = await client.query<{ version: number }>(
    `select coalesce(max(version), 0) as version from "${schema}".migration`,
  );
  const found = newest.rows[0]?.version ?? 0;
  if (found > migrations.length) {
    throw new StoreError(
      'invalid',
      `schema ${schema} is at version ${found}, this program knows ${migrations.length}: it needs a newer program`,
    );
  }
  return found;
}
