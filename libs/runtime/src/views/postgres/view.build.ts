import pg, { type Pool, type PoolClient } from 'pg';
import type { Position } from '#event-store';
import type { ViewRows } from '../view.store.ts';
import type { DeskSelectors } from '../view.ts';
import { fillRows } from './build.rows.ts';
import { deskRole, grantReading, keysOf, tablesOf } from './desk.schemas.ts';
import { SHOWN_CHANNEL, type ShownNotice } from './postgres.duty.ts';
import { beside, live, runtimeKeys, runtimeTables } from './tables.ts';
import { gatherTallies } from './tally.tables.ts';
import { transaction } from './transaction.ts';
import { writeRows } from './write.rows.ts';

/** Views that are being built beside the live ones; nobody reads them until they are switched over. */
export interface ViewBuild {
  /** Puts in rows of streams that are shown for the first time; several at once, up to `FILLERS`. */
  fill(rows: ViewRows): Promise<void>;
  /** Makes keys and indexes, once all is filled; takes a while where there is much. */
  index(): Promise<void>;
  /**
   * Switches over in one transaction, once the indexes are there. The live views stand still meanwhile: `rest` is given their
   * position, writes what is still missing up to it, and says where the new views stand.
   */
  switchOver(
    rest: (live: Position | null, write: (rows: ViewRows) => Promise<void>) => Promise<Position | null>,
  ): Promise<void>;
  /** Drops what was built. */
  abandon(): Promise<void>;
}

/** Connections that fill. */
const FILLERS = 2;
/** What they need not wait for can be had again from the log; sorting keys is worth memory. */
const SETTINGS = '-c synchronous_commit=off -c maintenance_work_mem=256MB';
const FROM_THE_LOG = ['clock', 'tag', 'parked'];

/** Begins to build, on empty tables: what an interrupted rebuild left is dropped. */
export async function beginBuild(pool: Pool, url: string, desks: readonly DeskSelectors[]): Promise<ViewBuild> {
  const drop = (client: PoolClient) =>
    client.query(
      [...desks.map(({ name }) => beside.desk(name)), beside.runtime]
        .map((schema) => `drop schema if exists ${schema} cascade`)
        .join('; '),
    );
  await transaction(pool, async (client) => {
    await drop(client);
    await client.query(runtimeTables(beside.runtime));
    for (const { name, shared } of desks) await client.query(tablesOf(beside.desk(name), shared !== undefined));
  });
  const fillers = new pg.Pool({
    connectionString: url,
    max: FILLERS,
    connectionTimeoutMillis: 5_000,
    options: SETTINGS,
  });
  fillers.on('error', () => undefined); // a connection lost while idle: the pool opens another
  let ended: Promise<void> | undefined;
  const endFilling = () => {
    ended ??= fillers.end();
    return ended;
  };
  const filling = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await fillers.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  };
  return {
    fill: (rows) => filling((client) => fillRows(client, beside, rows)),
    index: async () => {
      const sharing = desks.filter(({ shared }) => shared).map(({ name }) => beside.desk(name));
      await filling((client) => client.query(sharing.map(gatherTallies).join('')));
      const left = desks.flatMap(({ name, shared }) => keysOf(beside.desk(name), shared !== undefined));
      left.push(...runtimeKeys(beside.runtime));
      const work = () =>
        filling(async (client) => {
          for (let next = left.shift(); next !== undefined; next = left.shift()) await client.query(next);
        });
      await Promise.all(Array.from({ length: FILLERS }, work));
    },
    switchOver: async (rest) => {
      await endFilling();
      await transaction(pool, async (client) => {
        const { rows } = await client.query<{ position: Position | null; database: string }>(
          `select position, current_database() as database from runtime.checkpoint where name = 'views' for update`,
        );
        const to = await rest(rows[0]?.position ?? null, (missing) => writeRows(client, beside, missing));
        for (const { name, version } of desks) {
          await client.query(`drop schema ${live.desk(name)} cascade`);
          await client.query(`alter schema ${beside.desk(name)} rename to ${live.desk(name)}`);
          await grantReading(client, live.desk(name), deskRole(rows[0]?.database ?? '', name));
          await client.query('update runtime.desk set version = $2 where name = $1', [name, version]);
        }
        for (const table of FROM_THE_LOG) {
          await client.query(`drop table ${live.runtime}.${table}`);
          await client.query(`alter table ${beside.runtime}.${table} set schema ${live.runtime}`);
        }
        await client.query(`drop schema ${beside.runtime} cascade`);
        await client.query(`update runtime.checkpoint set position = $1 where name = 'views'`, [to]);
        const notice: ShownNotice = { to, rows: [] };
        await client.query('select pg_notify($1, $2)', [SHOWN_CHANNEL, JSON.stringify(notice)]);
      });
    },
    abandon: async () => {
      await endFilling();
      await transaction(pool, async (client) => void (await drop(client)));
    },
  };
}
