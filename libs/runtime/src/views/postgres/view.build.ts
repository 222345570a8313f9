import pg, { type Pool, type PoolClient } from 'pg';
import { hearErrors, type Position } from '#event-store';
import { RebuildUnderWay, type ViewBuild } from '../view.store.ts';
import type { DeskSelectors } from '../view.ts';
import { fillRows } from './build.rows.ts';
import { deskRole, grantReading, keysOf, tablesOf } from './desk.schemas.ts';
import { SHOWN_CHANNEL, type ShownNotice } from './postgres.duty.ts';
import { beside, live, runtimeKeys, runtimeTableNames, runtimeTables } from './tables.ts';
import { gatherTallies } from './tally.tables.ts';
import { transaction } from './transaction.ts';
import { dropForgotten, writeRows } from './write.rows.ts';

/** Connections that fill. */
const FILLERS = 2;
/** What they need not wait for can be had again from the log; sorting keys is worth memory. */
const SETTINGS = '-c synchronous_commit=off -c maintenance_work_mem=256MB';

const LOCK = `select pg_try_advisory_lock(hashtext('jieli rebuild')) as got`;

/** What is built: some desks, or all of them with what the runtime keeps beside them. */
export interface Building {
  readonly desks: readonly DeskSelectors[];
  readonly whole: boolean;
}

/**
 * Begins to build, on empty tables: what an interrupted rebuild left is dropped.
 *
 * @throws RebuildUnderWay
 */
export async function beginBuild(pool: Pool, url: string, { desks, whole }: Building): Promise<ViewBuild> {
  const drop = (client: PoolClient) =>
    client.query(
      [...desks.map(({ name }) => beside.desk(name)), beside.runtime]
        .map((schema) => `drop schema if exists ${schema} cascade`)
        .join('; '),
    );
  const settings = { connectionString: url, connectionTimeoutMillis: 5_000, options: SETTINGS };
  const fillers = new pg.Pool({ ...settings, max: FILLERS + 1 });
  hearErrors(fillers);
  const holder = await fillers.connect(); // has the lock until it is closed
  let ended: Promise<void> | undefined;
  const endFilling = () => {
    if (!ended) {
      holder.release(true);
      ended = fillers.end();
    }
    return ended;
  };
  try {
    const { rows } = await holder.query<{ got: boolean }>(LOCK);
    if (!rows[0]?.got) throw new RebuildUnderWay('the views are being built anew already');
    await transaction(pool, async (client) => {
      await drop(client);
      await client.query(runtimeTables(beside.runtime));
      for (const { name, shared } of desks) await client.query(tablesOf(beside.desk(name), shared !== undefined));
    });
  } catch (error) {
    await endFilling();
    throw error;
  }
  const filling = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
    const client = await fillers.connect();
    try {
      return await work(client);
    } finally {
      client.release();
    }
  };
  return {
    desks,
    fill: (rows) => filling((client) => fillRows(client, beside, rows)),
    index: async () => {
      const sharing = desks.filter(({ shared }) => shared).map(({ name }) => beside.desk(name));
      if (sharing.length > 0) await filling((client) => client.query(sharing.map(gatherTallies).join('')));
      const left = desks.flatMap(({ name, shared }) => keysOf(beside.desk(name), shared !== undefined));
      left.push(...runtimeKeys(beside.runtime));
      const work = () =>
        filling(async (client) => {
          for (let next = left.shift(); next !== undefined; next = left.shift()) await client.query(next);
        });
      await Promise.all(Array.from({ length: FILLERS }, work));
    },
    switchOver: async (rest) => {
      await transaction(pool, async (client) => {
        const { rows } = await client.query<{ position: Position | null; database: string }>(
          `select position, current_database() as database from runtime.checkpoint where name = 'views' for update`,
        );
        const stood = rows[0]?.position ?? null;
        const to = await rest(stood, (missing) => writeRows(client, beside, missing));
        if (!whole && to !== stood) throw new Error('some desks cannot be ahead of the others: build all');
        for (const { name, version } of desks) {
          await client.query(`drop schema ${live.desk(name)} cascade`);
          await client.query(`alter schema ${beside.desk(name)} rename to ${live.desk(name)}`);
          await grantReading(client, live.desk(name), deskRole(rows[0]?.database ?? '', name));
          await client.query('update runtime.desk set version = $2 where name = $1', [name, version]);
        }
        if (whole) {
          await client.query(dropForgotten(beside.runtime)); // their tags may have been written after they were forgotten
          for (const table of runtimeTableNames) {
            await client.query(`drop table ${live.runtime}.${table}`);
            await client.query(`alter table ${beside.runtime}.${table} set schema ${live.runtime}`);
          }
        } else {
          const parked = `select * from ${beside.runtime}.parked`;
          await client.query(`insert into ${live.runtime}.parked ${parked} on conflict do nothing`);
        }
        await client.query(`drop schema ${beside.runtime} cascade`);
        await client.query(`update runtime.checkpoint set position = $1 where name = 'views'`, [to]);
        const notice: ShownNotice = { to, rows: [] };
        await client.query('select pg_notify($1, $2)', [SHOWN_CHANNEL, JSON.stringify(notice)]);
      });
      await endFilling();
    },
    abandon: async () => {
      await transaction(pool, async (client) => void (await drop(client)));
      await endFilling();
    },
  };
}
