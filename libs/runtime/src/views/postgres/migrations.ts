import type { ClientBase } from 'pg';
import { advanceSchema, type SchemaPlan } from '#event-store';

/**
 * What views keep that the log cannot give back: how far they and each process have come, and which version of each desk they
 * show. (Written so that a database from before migrations were counted passes too.)
 */
const CHECKPOINTS = `
create table if not exists runtime.checkpoint (name text primary key, position text);
create table if not exists runtime.desk (name text primary key, version int not null);
insert into runtime.checkpoint values ('views', null) on conflict do nothing;
`;

/**
 * Which log the checkpoints are of: a position means nothing in another. A database from before gets the engine that its
 * checkpoint is written like.
 */
const LOG = `
create table runtime.log (
  one boolean primary key default true check (one),
  engine text not null,
  prefix text -- null: not known yet
);
insert into runtime.log (engine)
  select case when position like '%:%' then 'eventstoredb' else 'postgres' end
  from runtime.checkpoint where name = 'views' and position is not null;
`;

/** Moves the views' checkpoint, or fails: what follows in the transaction need not wait to hear which. */
const MOVE = `
create function runtime.move_views(before text, after text) returns void language plpgsql as $$
begin
  update runtime.checkpoint set position = after where name = 'views' and position is not distinct from before;
  if not found then
    raise exception 'the views have moved on: another process projects too' using errcode = 'serialization_failure';
  end if;
end $$;
`;

const PLAN: SchemaPlan = { schema: 'runtime', migrations: [CHECKPOINTS, LOG, MOVE] };

/** What these make, by name: how far views have come, and of what. */
export const tablesOfCheckpoints: readonly string[] = ['checkpoint', 'desk', 'log'];

/** The version that the schema `runtime` is brought up to. */
export const viewsSchemaVersion = PLAN.migrations.length;

/**
 * Brings what all views share up to date; the caller holds the lock of the views. The tables that are built from the log have
 * no migrations: they are made in their present shape where they are missing, and a migration that changes their shape drops
 * them and forgets the views' checkpoint.
 *
 * @throws StoreError `invalid` when a newer program has been here.
 */
export function migrateViews(client: ClientBase): Promise<void> {
  return advanceSchema(client, PLAN);
}
