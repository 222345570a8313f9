import type { ClientBase, Pool } from 'pg';
import type { DataKeyStore, Forget, WrappedKey } from '../data.keys.ts';

/** In order; each may run again on a database that has it already. */
export const vaultMigrations: readonly string[] = [
  `create schema if not exists vault;
   create table if not exists vault.data_key (
     child_id uuid not null,
     category text not null,
     version int not null check (version > 0),
     wrapped bytea, -- null: shredded
     created_at timestamptz not null default now(),
     primary key (child_id, category)
   )`,
  `create table if not exists vault.master (one boolean primary key default true check (one), key_id text not null)`,
];

/** Creates schema `vault` where it is missing; of several processes that start at once one does it, the others wait. */
export async function migrateVault(client: ClientBase | Pool): Promise<void> {
  // One query is one transaction, so that the lock holds from the first statement to the last.
  const lock = `select pg_advisory_xact_lock(hashtextextended('jieli vault', 0))`;
  await client.query([lock, ...vaultMigrations].join(';\n'));
}

const LOAD = `
  select key.child_id as "childId", key.category, key.version, key.wrapped
  from unnest($1::uuid[], $2::text[]) as needed (child_id, category)
  join vault.data_key as key using (child_id, category)`;

const ADD = `
  insert into vault.data_key as there (child_id, category, version, wrapped) values ($1, $2, $3, $4)
  on conflict (child_id, category) do update
    set version = excluded.version, wrapped = excluded.wrapped, created_at = excluded.created_at
    where there.wrapped is null and there.version < excluded.version`;

const DROP = `
  update vault.data_key set wrapped = null
  where child_id = $1 and category = coalesce($2, category) and wrapped is not null`;

/** Data keys in PostgreSQL, table `vault.data_key` (see {@link migrateVault}). Errors are those of `pg`. */
export function postgresDataKeys(pool: Pool): DataKeyStore {
  const vaults: Forget[] = [];
  return {
    async load(names) {
      const values = [names.map(({ childId }) => childId), names.map(({ category }) => category)];
      return (await pool.query<WrappedKey>(LOAD, values)).rows;
    },
    async add({ childId, category, version, wrapped }) {
      await pool.query(ADD, [childId, category, version, wrapped && Buffer.from(wrapped)]);
    },
    async drop(childId, category) {
      const { rowCount } = await pool.query(DROP, [childId, category ?? null]);
      for (const forget of vaults) forget(childId, category);
      return rowCount ?? 0;
    },
    onDrop(forget) {
      vaults.push(forget);
    },
  };
}

/** The id of the master key that this database's data keys are wrapped under; null before there is one. */
export async function boundMaster(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ key_id: string }>('select key_id from vault.master');
  return rows[0]?.key_id ?? null;
}

/** Binds the database to a master key, unless it is bound already. Returns the id that holds from now on. */
export async function bindMaster(pool: Pool, id: string): Promise<string> {
  await pool.query('insert into vault.master (key_id) values ($1) on conflict do nothing', [id]);
  return (await boundMaster(pool)) ?? id;
}
