import type { ClientBase, Pool } from 'pg';
import type { DataKeyStore, Forget, WrappedKey } from '../data.keys.ts';
import { KEY_CHANNEL, type KeyNotices } from './key.notices.ts';

/** In order; each may run again on a database that has it already. */
const vaultMigrations: readonly string[] = [
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
  `alter table vault.data_key add column if not exists epoch int not null default 1;
   alter table vault.data_key add column if not exists away boolean not null default false;
   create index if not exists data_key_epoch on vault.data_key (epoch) where wrapped is not null;
   create table if not exists vault.epoch (one boolean primary key default true check (one), present int not null);
   insert into vault.epoch (present) values (1) on conflict do nothing;
   create or replace function vault.tell() returns trigger language plpgsql as $$
   begin
     perform pg_notify('${KEY_CHANNEL}', new.child_id || ' ' || new.category);
     return null;
   end $$;
   create or replace trigger tell after update on vault.data_key for each row
     when ((old.wrapped is not null and new.wrapped is null) or old.away <> new.away) execute function vault.tell()`,
];

/** Creates schema `vault` where it is missing; of several processes that start at once one does it, the others wait. */
export async function migrateVault(client: ClientBase | Pool): Promise<void> {
  // One query is one transaction, so that the lock holds from the first statement to the last.
  const lock = `select pg_advisory_xact_lock(hashtextextended('jieli vault', 0))`;
  await client.query([lock, ...vaultMigrations].join(';\n'));
}

const KEY = `key.child_id as "childId", key.category, key.version, key.wrapped, key.epoch, key.away`;

const LOAD = `
  select ${KEY}
  from unnest($1::uuid[], $2::text[]) as needed (child_id, category)
  join vault.data_key as key using (child_id, category)`;

/** The row of the present epoch is held until the commit: whoever advances it waits for keys that are on their way. */
const ADD = `
  with present as (select from vault.epoch where present = $5 for share), added as (
    insert into vault.data_key as there (child_id, category, version, wrapped, epoch)
    select $1, $2, $3, $4, $5 from present
    on conflict (child_id, category) do update
      set version = excluded.version, wrapped = excluded.wrapped, epoch = excluded.epoch, away = false,
        created_at = excluded.created_at
      where there.wrapped is null and there.version < excluded.version)
  select count(*) > 0 as present from present`;

const DROP = `
  update vault.data_key set wrapped = null
  where child_id = $1 and category = coalesce($2, category) and wrapped is not null`;

const OUTSIDE = `select ${KEY} from vault.data_key as key where epoch <> $1 and wrapped is not null limit $2`;

const REWRAP = `
  update vault.data_key as key set wrapped = new.wrapped, epoch = new.epoch, away = new.away
  from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::bytea[], $6::int[], $7::boolean[])
    as new (child_id, category, version, from_epoch, wrapped, epoch, away)
  where key.child_id = new.child_id and key.category = new.category and key.version = new.version
    and key.epoch = new.from_epoch and key.wrapped is not null`;

/**
 * Data keys in PostgreSQL, table `vault.data_key` (see {@link migrateVault}). Errors are those of `pg`.
 *
 * @param notices tell what other processes drop; without them nothing is kept in memory, unless this process is the only one.
 */
export function postgresDataKeys(pool: Pool, notices?: KeyNotices | 'alone'): DataKeyStore {
  const vaults: Forget[] = [];
  const forgetAll: Forget = (childId, category) => {
    for (const forget of vaults) forget(childId, category);
  };
  if (typeof notices === 'object') notices.onDrop(forgetAll);
  return {
    async load(names) {
      const values = [names.map(({ childId }) => childId), names.map(({ category }) => category)];
      return (await pool.query<WrappedKey>(LOAD, values)).rows;
    },
    async add({ childId, category, version, wrapped, epoch }) {
      const values = [childId, category, version, wrapped && Buffer.from(wrapped), epoch];
      return (await pool.query<{ present: boolean }>(ADD, values)).rows[0]?.present ?? false;
    },
    async drop(childId, category) {
      const { rowCount } = await pool.query(DROP, [childId, category ?? null]);
      forgetAll(childId, category);
      return rowCount ?? 0;
    },
    async advance(epoch) {
      await pool.query('update vault.epoch set present = $1 where present < $1', [epoch]);
    },
    outside: async (epoch, limit) => (await pool.query<WrappedKey>(OUTSIDE, [epoch, limit])).rows,
    async rewrap(keys) {
      await pool.query(REWRAP, [
        keys.map(({ to }) => to.childId),
        keys.map(({ to }) => to.category),
        keys.map(({ to }) => to.version),
        keys.map(({ from }) => from.epoch),
        keys.map(({ to }) => to.wrapped && Buffer.from(to.wrapped)),
        keys.map(({ to }) => to.epoch),
        keys.map(({ to }) => to.away),
      ]);
      for (const { from, to } of keys) if (from.away !== to.away) forgetAll(to.childId, to.category);
    },
    of: async (childId) => {
      const text = `select ${KEY} from vault.data_key as key where child_id = $1 and wrapped is not null`;
      return (await pool.query<WrappedKey>(text, [childId])).rows;
    },
    onDrop(forget) {
      vaults.push(forget);
    },
    hears: () => notices === 'alone' || (notices?.hears() ?? false),
  };
}

/** The id of the key file that this database's data keys are wrapped under; null before there is one. */
export async function boundMaster(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ key_id: string }>('select key_id from vault.master');
  return rows[0]?.key_id ?? null;
}

/** Binds the database to a key file, unless it is bound already. Returns the id that holds from now on. */
export async function bindMaster(pool: Pool, id: string): Promise<string> {
  await pool.query('insert into vault.master (key_id) values ($1) on conflict do nothing', [id]);
  return (await boundMaster(pool)) ?? id;
}

const EPOCHS = `
  select distinct number from (
    select present as number from vault.epoch
    union all select min(epoch) from vault.data_key where wrapped is not null
    union all select max(epoch) from vault.data_key where wrapped is not null) as known
  where number is not null order by number`;

/**
 * The epochs (密钥周期) that a vault goes by, the lowest first: the one for new data keys, the oldest and the newest in which any is
 * wrapped. More than one while keys are rotated.
 */
export async function epochsOfVault(pool: ClientBase | Pool): Promise<readonly number[]> {
  return (await pool.query<{ number: number }>(EPOCHS)).rows.map(({ number }) => number);
}
