import type { Pool, PoolClient } from 'pg';
import type { Position } from '#event-store';
import type { ViewRows } from '../view.store.ts';
import type { DeskSelectors } from '../view.ts';
import { deskRole, grantReading } from './desk.schemas.ts';
import { SHOWN_CHANNEL, type ShownNotice } from './postgres.duty.ts';
import { sharedTables } from './shared.tables.ts';
import { beside, deskTables, live, ownPolicy, runtimeTables, sharedPolicy } from './tables.ts';
import { inOneGo, transaction } from './transaction.ts';
import { dropForgotten, sendRows, writeRows } from './write.rows.ts';

/** Views that are being built beside the live ones; nobody reads them until they are switched over. */
export interface ViewBuild {
  /** Writes rows into the tables being built. */
  write(rows: ViewRows): Promise<void>;
  /**
   * Switches over in one transaction. The live views stand still meanwhile: `rest` is given their position, writes what is
   * still missing up to it, and says where the new views stand.
   */
  switchOver(
    rest: (live: Position | null, write: (rows: ViewRows) => Promise<void>) => Promise<Position | null>,
  ): Promise<void>;
  /** Drops what was built. */
  abandon(): Promise<void>;
}

const FROM_THE_LOG = ['clock', 'tag', 'forgotten', 'parked'];

/** Begins to build, on empty tables: what an interrupted rebuild left is dropped. */
export async function beginBuild(pool: Pool, desks: readonly DeskSelectors[]): Promise<ViewBuild> {
  const drop = (client: PoolClient) =>
    client.query(
      [...desks.map(({ name }) => beside.desk(name)), beside.runtime]
        .map((schema) => `drop schema if exists ${schema} cascade`)
        .join('; '),
    );
  await transaction(pool, async (client) => {
    await drop(client);
    await client.query(runtimeTables(beside.runtime));
    for (const { name, shared } of desks) {
      const schema = beside.desk(name);
      await client.query(
        deskTables(schema) + (shared ? sharedTables(schema) + sharedPolicy(schema) : ownPolicy(schema)),
      );
    }
  });
  return {
    write: (rows) => inOneGo(pool, (client) => sendRows(client, beside, rows)),
    switchOver: (rest) =>
      transaction(pool, async (client) => {
        const { rows } = await client.query<{ position: Position | null; database: string }>(
          `select position, current_database() as database from runtime.checkpoint where name = 'views' for update`,
        );
        const to = await rest(rows[0]?.position ?? null, (missing) => writeRows(client, beside, missing));
        await client.query(dropForgotten(beside.runtime)); // their tags may have been written after they were forgotten
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
      }),
    abandon: () => transaction(pool, async (client) => void (await drop(client))),
  };
}
