import type { ClientBase, Pool, PoolClient } from 'pg';
import { StoreError } from '#event-store';
import type { DeskSelectors } from '../view.ts';
import { migrateViews, tablesOfCheckpoints } from './migrations.ts';
import { deskTableNames, sharedKeys, sharedTables } from './shared.tables.ts';
import {
  deskKeys,
  deskSchema,
  deskTables,
  ownPolicy,
  runtimeKeys,
  runtimeTableNames,
  runtimeTables,
  sharedPolicy,
} from './tables.ts';

/** The role that alone, besides the projector, may read a desk's tables. Roles are cluster-wide, so the name carries the database's. */
export function deskRole(database: string, desk: string): string {
  return `${database}_${deskSchema(desk)}`.slice(0, 63);
}

/** The version of a desk of which nothing was selected: it is new, or tables of it were gone. */
const NOTHING = 0;

/**
 * Makes each desk's tables and its role. What is shown by another version of a desk stays until it is built anew (`outdated`);
 * where nothing is shown yet, all will be by the present versions. A desk whose tables are gone is empty, and to be built anew
 * as well; so is all where tables are gone that are built beside the desks (clocks, tags). Of several processes that start at once one
 * does it, the others wait.
 *
 * @throws StoreError `invalid` when a newer program has been here, or what the log cannot give back is gone.
 */
export async function prepareDesks(
  client: PoolClient,
  database: string,
  desks: readonly DeskSelectors[],
): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('jieli views'))`);
  await migrateViews(client);
  const { kept, built } = await runtimeTablesGone(client);
  if (kept.length > 0) throw new StoreError('invalid', withoutCheckpoints(kept));
  await client.query(runtimeTables('runtime') + runtimeKeys('runtime').join('\n'));
  const gone = built.length > 0 ? desks.map(({ name }) => name) : await desksWithoutTables(client, desks);
  for (const { name, shared } of desks) {
    const schema = deskSchema(name);
    const role = deskRole(database, name);
    await client.query(tablesOf(schema, shared !== undefined) + keysOf(schema, shared !== undefined).join('\n'));
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
    if (!rowCount) await client.query(`create role "${role}" nologin`);
    await client.query(`grant "${role}" to current_user`);
    await grantReading(client, schema, role);
  }
  const { rows } = await client.query<{ shown: boolean }>(
    `select position is not null as shown from runtime.checkpoint where name = 'views'`,
  );
  const shown = rows[0]?.shown === true;
  for (const { name, version } of desks) {
    const onConflict = shown ? 'nothing' : 'update set version = excluded.version';
    const known = shown ? NOTHING : version;
    await client.query(`insert into runtime.desk values ($1, $2) on conflict (name) do ${onConflict}`, [name, known]);
  }
  if (shown) await client.query('update runtime.desk set version = $1 where name = any($2)', [NOTHING, gone]);
}

/** Tables of the schema `runtime` that are not there (缺表): those that nothing gives back, and those that are built from the log. */
export interface TablesGone {
  readonly kept: readonly string[];
  readonly built: readonly string[];
}

export async function runtimeTablesGone(client: ClientBase | Pool): Promise<TablesGone> {
  const { rows } = await client.query<{ name: string }>(
    'select name from unnest($1::text[]) as needed (name) where to_regclass(name) is null order by name',
    [[...tablesOfCheckpoints, ...runtimeTableNames].map((name) => `runtime.${name}`)],
  );
  const gone = rows.map(({ name }) => name.replace('runtime.', ''));
  return {
    kept: gone.filter((name) => tablesOfCheckpoints.includes(name)),
    built: gone.filter((name) => runtimeTableNames.includes(name)),
  };
}

function withoutCheckpoints(gone: readonly string[]): string {
  return `tables of the schema runtime are gone (${gone.join(', ')}): drop the derived schemas, see Backup in docs/operations.md`;
}

/** Desks of which a table is not there (缺表的工作台): it was dropped, or left out of a dump, or the desk is new. */
export async function desksWithoutTables(
  client: ClientBase | Pool,
  desks: readonly Pick<DeskSelectors, 'name' | 'shared'>[],
): Promise<readonly string[]> {
  const tables = desks.flatMap((desk) => deskTableNames(desk).map((table) => [desk.name, table] as const));
  const { rows } = await client.query<{ desk: string }>(
    `select distinct desk from unnest($1::text[], $2::text[]) as needed (desk, name)
     where to_regclass(needed.name) is null order by desk`,
    [tables.map(([desk]) => desk), tables.map(([, table]) => table)],
  );
  return rows.map(({ desk }) => desk);
}

/** Desks of which nothing was selected yet, though views are shown (尚无内容的工作台): cases are missing there until they are built. */
export async function emptyDesks(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'select name from runtime.desk where version = $1 order by name',
    [NOTHING],
  );
  return rows.map(({ name }) => name);
}

/** Desks whose rows were selected by another version than this one. */
export async function outdatedDesks(pool: Pool, desks: readonly DeskSelectors[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string; version: number }>('select name, version from runtime.desk');
  const versions = new Map(rows.map(({ name, version }) => [name, version]));
  return desks.filter(({ name, version }) => versions.get(name) !== version).map(({ name }) => name);
}

/** A desk's tables with what guards them, for its rows to be put in fast; see {@link keysOf}. */
export function tablesOf(schema: string, shared: boolean): string {
  return deskTables(schema) + (shared ? sharedTables(schema) + sharedPolicy(schema) : ownPolicy(schema));
}

/** Keys and indexes of a desk's tables, those of each table together. */
export function keysOf(schema: string, shared: boolean): readonly string[] {
  return [...deskKeys(schema), ...(shared ? sharedKeys(schema) : [])];
}

/** The desk's role reads its tables; nobody else but their owner does. */
export async function grantReading(client: PoolClient, schema: string, role: string): Promise<void> {
  await client.query(`grant usage on schema ${schema} to "${role}"`);
  await client.query(`grant select on all tables in schema ${schema} to "${role}"`);
}

/** Forgets all that is shown; the present versions of the desks will show it again. */
export async function forgetViews(client: PoolClient, desks: readonly DeskSelectors[]): Promise<void> {
  const all = desks.flatMap(deskTableNames);
  await client.query(
    `truncate ${[...all, 'runtime.clock', 'runtime.tag', 'runtime.forgotten', 'runtime.parked'].join(', ')}`,
  );
  await client.query(`update runtime.checkpoint set position = null where name = 'views'`);
  for (const { name, version } of desks) {
    await client.query('update runtime.desk set version = $2 where name = $1', [name, version]);
  }
}
