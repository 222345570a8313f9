import type { PoolClient } from 'pg';
import type { DeskSelectors } from '../view.ts';
import { migrateViews } from './migrations.ts';
import { deskTableNames, sharedTables } from './shared.tables.ts';
import { deskSchema, deskTables, ownPolicy, runtimeTables, sharedPolicy } from './tables.ts';

/** The role that alone, besides the projector, may read a desk's tables. Roles are cluster-wide, so the name carries the database's. */
export function deskRole(database: string, desk: string): string {
  return `${database}_${deskSchema(desk)}`.slice(0, 63);
}

/**
 * Makes each desk's tables and its role. When a desk is new, or selects something else than before, all views are forgotten
 * and built anew from the log. Of several processes that start at once one does it, the others wait.
 *
 * @throws StoreError `invalid` when a newer program has been here.
 */
export async function prepareDesks(
  client: PoolClient,
  database: string,
  desks: readonly DeskSelectors[],
): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('jieli views'))`);
  await migrateViews(client);
  await client.query(runtimeTables('runtime'));
  const known = await client.query<{ name: string; version: number }>('select name, version from runtime.desk');
  const versions = new Map(known.rows.map(({ name, version }) => [name, version]));
  for (const { name, shared } of desks) {
    const schema = deskSchema(name);
    const role = deskRole(database, name);
    await client.query(deskTables(schema) + (shared ? sharedTables(schema) + sharedPolicy(schema) : ownPolicy(schema)));
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
    if (!rowCount) await client.query(`create role "${role}" nologin`);
    await client.query(`grant "${role}" to current_user`);
    await grantReading(client, schema, role);
  }
  if (desks.some(({ name, version }) => versions.get(name) !== version)) await forgetViews(client, desks);
  for (const { name, version } of desks) {
    await client.query(
      'insert into runtime.desk values ($1, $2) on conflict (name) do update set version = excluded.version',
      [name, version],
    );
  }
}

/** The desk's role reads its tables; nobody else but their owner does. */
export async function grantReading(client: PoolClient, schema: string, role: string): Promise<void> {
  await client.query(`grant usage on schema ${schema} to "${role}"`);
  await client.query(`grant select on all tables in schema ${schema} to "${role}"`);
}

export async function forgetViews(client: PoolClient, desks: readonly DeskSelectors[]): Promise<void> {
  const all = desks.flatMap(deskTableNames);
  await client.query(
    `truncate ${[...all, 'runtime.clock', 'runtime.tag', 'runtime.forgotten', 'runtime.parked'].join(', ')}`,
  );
  await client.query(`update runtime.checkpoint set position = null where name = 'views'`);
}
