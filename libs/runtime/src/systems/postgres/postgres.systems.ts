import type { Pool } from 'pg';
import type { Host } from '../../host.ts';
import { ViewsUnavailable } from '../../views/view.store.ts';
import type { AgencySystems, Systems } from '../systems.ts';

const TABLES = `
create schema if not exists exchange;
create table if not exists exchange.system (
  agency text not null, system text not null, heard text, primary key (agency, system));
create table if not exists exchange.handoff (
  agency text not null, id text not null, version text not null, since text not null, acknowledged boolean not null default false,
  primary key (agency, id));
`;

/** Two programs may start at once. */
const LOCKED = `select pg_advisory_xact_lock(hashtextextended('jieli exchange', 0)); ${TABLES}`;

const ALL = `
select agency, json_agg(json_build_object('system', system, 'heard', heard) order by system) as systems,
  (select count(*)::int from exchange.handoff h where h.agency = s.agency and not h.acknowledged) as waiting,
  (select min(since) from exchange.handoff h where h.agency = s.agency and not h.acknowledged) as oldest
from exchange.system s group by agency order by agency`;

/** Kept in a schema of its own, which the log cannot give back and whose loss costs nothing but this answer. */
export async function postgresSystems(pool: Pool, { now }: Pick<Host, 'now'>): Promise<Systems> {
  await pool.query(LOCKED);
  const run = async <R extends object = object>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<readonly R[]> => {
    try {
      return (await pool.query<R>(text, [...values])).rows;
    } catch (error) {
      throw new ViewsUnavailable('what systems acknowledged cannot be kept or read', { cause: error });
    }
  };
  return {
    register: async (systems) => {
      const agencies = systems.map(({ agency }) => agency);
      const names = systems.map(({ system }) => system);
      await run(
        `with named as (select * from unnest($1::text[], $2::text[]) as n (agency, system)),
           gone as (delete from exchange.system s where not exists
             (select from named n where n.agency = s.agency and n.system = s.system)),
           forgotten as (delete from exchange.handoff h where not exists (select from named n where n.agency = h.agency))
         insert into exchange.system select agency, system, null from named on conflict do nothing`,
        [agencies, names],
      );
    },
    heard: async ({ agency, system }) => {
      await run('update exchange.system set heard = $3 where agency = $1 and system = $2', [agency, system, now()]);
    },
    sent: async ({ agency, id, version }) => {
      await run(
        `insert into exchange.handoff as there (agency, id, version, since)
         select $1, $2, $3, $4 where exists (select from exchange.system where agency = $1)
         on conflict (agency, id) do update set version = excluded.version, since = excluded.since, acknowledged = false
         where there.version <> excluded.version`,
        [agency, id, version, now()],
      );
    },
    acknowledged: async ({ agency, id, version }) => {
      await run('update exchange.handoff set acknowledged = true where agency = $1 and id = $2 and version = $3', [
        agency,
        id,
        version,
      ]);
    },
    ended: async (agency, id) => {
      await run('delete from exchange.handoff where agency = $1 and id = $2', [agency, id]);
    },
    all: () => run<AgencySystems>(ALL),
  };
}
