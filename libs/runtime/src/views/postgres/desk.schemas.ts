import type { PoolClient } from 'pg';
import type { DeskSelectors } from '../view.ts';

/** The PostgreSQL schema of a desk's tables. */
export function deskSchema(desk: string): string {
  return `desk_${desk.replaceAll('-', '_')}`;
}

/** The role that alone, besides the projector, may read a desk's tables. Roles are cluster-wide, so the name carries the database's. */
export function deskRole(database: string, desk: string): string {
  return `${database}_${deskSchema(desk)}`.slice(0, 63);
}

const RUNTIME = `
create schema if not exists runtime;
create table if not exists runtime.checkpoint (name text primary key, position text);
create table if not exists runtime.clock (id text primary key, case_id text not null, due text collate "C" not null);
create index if not exists clock_due on runtime.clock (due);
create table if not exists runtime.tag (tag text not null, nth bigint generated always as identity, case_id text not null, open boolean not null, primary key (tag, case_id));
create table if not exists runtime.parked (stream text primary key, position text not null, error text not null);
create table if not exists runtime.desk (name text primary key, version int not null);
insert into runtime.checkpoint values ('views', null) on conflict do nothing;
`;

const tables = (schema: string) => `
create schema if not exists ${schema};
create table if not exists ${schema}.row (
  agency text not null, kind text not null, key text not null, case_id text not null,
  sort text collate "C" not null, doc text not null, primary key (agency, kind, key));
create index if not exists row_sorted on ${schema}.row (agency, kind, sort, key);
create table if not exists ${schema}.timeline (
  case_id text not null, revision int not null, doc text not null, primary key (case_id, revision));
`;

/**
 * Makes each desk's tables and its role. When a desk is new, or selects something else than before, all views are forgotten
 * and built anew from the log.
 */
export async function prepareDesks(
  client: PoolClient,
  database: string,
  desks: readonly DeskSelectors[],
): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('jieli views'))`);
  await client.query(RUNTIME);
  const known = await client.query<{ name: string; version: number }>('select name, version from runtime.desk');
  const versions = new Map(known.rows.map(({ name, version }) => [name, version]));
  for (const { name } of desks) {
    const schema = deskSchema(name);
    const role = deskRole(database, name);
    await client.query(tables(schema));
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
    if (!rowCount) await client.query(`create role "${role}" nologin`);
    await client.query(`grant "${role}" to current_user`);
    await client.query(`grant usage on schema ${schema} to "${role}"`);
    await client.query(`grant select on all tables in schema ${schema} to "${role}"`);
  }
  if (desks.some(({ name, version }) => versions.get(name) !== version)) await forgetViews(client, desks);
  for (const { name, version } of desks) {
    await client.query(
      'insert into runtime.desk values ($1, $2) on conflict (name) do update set version = excluded.version',
      [name, version],
    );
  }
}

export async function forgetViews(client: PoolClient, desks: readonly { readonly name: string }[]): Promise<void> {
  const all = desks.flatMap(({ name }) => [`${deskSchema(name)}.row`, `${deskSchema(name)}.timeline`]);
  await client.query(`truncate ${[...all, 'runtime.clock', 'runtime.tag', 'runtime.parked'].join(', ')}`);
  await client.query(`update runtime.checkpoint set position = null where name = 'views'`);
}
