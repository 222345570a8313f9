import pg, { type Pool, type PoolClient } from 'pg';
import type { Instant } from '#calendar';
import type { Position } from '#event-store';
import {
  cursorOf,
  type DeskReader,
  type DueClock,
  type Page,
  type Parked,
  readCursor,
  type ViewCommit,
  type ViewRows,
  type ViewStore,
  ViewsUnavailable,
} from '../view.store.ts';
import type { DeskSelectors, ViewRow } from '../view.ts';
import { deskRole, forgetViews, prepareDesks } from './desk.schemas.ts';
import { SHOWN_CHANNEL, type ShownNotice } from './postgres.duty.ts';
import { deskSchema, live } from './tables.ts';
import { transaction } from './transaction.ts';
import { beginBuild, type ViewBuild } from './view.build.ts';
import { writeRows } from './write.rows.ts';

export interface PostgresViewsOptions {
  /** Connections with the projector's rights. */
  readonly pool: Pool;
  readonly url: string;
  readonly desks: readonly DeskSelectors[];
  /** Connections a desk reads with. */
  readonly readers?: number;
}

/** Views in PostgreSQL, which can also be built anew beside the live ones. */
export interface PostgresViews extends ViewStore {
  build(): Promise<ViewBuild>;
  /**
   * Replaces all that is shown of one case by `rows`, as of the position the live views stand at, and takes its stream off the
   * list of parked ones. The live views stand still meanwhile; where there are no rows (null), all stays as it is.
   */
  replace(caseId: string, stream: string, rows: (live: Position | null) => Promise<ViewRows | null>): Promise<void>;
}

/** Views in PostgreSQL: one schema a desk, read through that desk's own role (第二道墙). */
export async function postgresViews({ pool, url, desks, readers = 2 }: PostgresViewsOptions): Promise<PostgresViews> {
  const database = await transaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    const name = rows[0]?.name ?? '';
    await prepareDesks(client, name, desks);
    return name;
  });
  const pools = new Map(
    desks.map(({ name }) => {
      const role = deskRole(database, name);
      const reader = new pg.Pool({
        connectionString: url,
        max: readers,
        options: `-c role=${role} -c statement_timeout=5000`,
      });
      reader.on('error', () => undefined); // a connection lost while idle: the pool opens another
      return [name, reader] as const;
    }),
  );
  return {
    checkpoint: async () => {
      const { rows } = await pool.query<{ position: Position | null }>(
        `select position from runtime.checkpoint where name = 'views'`,
      );
      return rows[0]?.position ?? null;
    },
    commit: (commit) => transaction(pool, (client) => write(client, commit)),
    clear: () => transaction(pool, (client) => forgetViews(client, desks)),
    dueBefore: async (moment, limit) => {
      const { rows } = await pool.query<{ id: string; case_id: string; due: Instant }>(
        'select id, case_id, due from runtime.clock where due < $1 order by due, id limit $2',
        [moment, limit],
      );
      return rows.map(({ id, case_id, due }): DueClock => ({ id, caseId: case_id, due }));
    },
    tagged: async (tags) => {
      const { rows } = await pool.query<{ tag: string; case_id: string; open: boolean }>(
        'select tag, case_id, open from runtime.tag where tag = any($1) order by nth',
        [tags],
      );
      return rows.map(({ tag, case_id, open }) => ({ tag, caseId: case_id, open }));
    },
    processed: async (name) => {
      const { rows } = await pool.query<{ position: Position | null }>(
        'select position from runtime.checkpoint where name = $1',
        [name],
      );
      return rows[0]?.position ?? null;
    },
    markProcessed: async (name, position) => {
      await pool.query(
        'insert into runtime.checkpoint values ($1, $2) on conflict (name) do update set position = excluded.position',
        [name, position],
      );
    },
    parked: async () =>
      (await pool.query<Parked>('select stream, position, error from runtime.parked order by stream')).rows,
    build: () => beginBuild(pool, desks),
    replace: (caseId, stream, rows) =>
      transaction(pool, async (client) => {
        const { rows: checkpoint } = await client.query<{ position: Position | null }>(
          `select position from runtime.checkpoint where name = 'views' for update`,
        );
        const made = await rows(checkpoint[0]?.position ?? null);
        if (made === null) return;
        for (const { name } of desks) {
          await client.query(`delete from ${deskSchema(name)}.row where case_id = $1`, [caseId]);
          await client.query(`delete from ${deskSchema(name)}.timeline where case_id = $1`, [caseId]);
        }
        await client.query('delete from runtime.clock where case_id = $1', [caseId]);
        await client.query('delete from runtime.parked where stream = $1', [stream]);
        await writeRows(client, live, made);
      }),
    desk: (name) => {
      const reader = pools.get(name);
      if (!reader) throw new Error(`no desk ${name}`);
      return deskReader(reader, deskSchema(name));
    },
    close: async () => {
      await Promise.all([...pools.values()].map((reader) => reader.end()));
    },
  };
}

async function write(client: PoolClient, commit: ViewCommit): Promise<void> {
  const moved = await client.query(
    `update runtime.checkpoint set position = $1 where name = 'views' and position is not distinct from $2`,
    [commit.to, commit.from],
  );
  if (moved.rowCount !== 1) throw new Error('the views have moved on: another process projects too');
  await writeRows(client, live, commit);
  for (const notice of notices(commit)) await client.query('select pg_notify($1, $2)', [SHOWN_CHANNEL, notice]);
}

/** PostgreSQL takes at most 8,000 bytes a notice. */
const ROWS_A_NOTICE = 50;

/** One notice a batch, as a rule. */
function notices({ upserts, deletes, to }: ViewCommit): readonly string[] {
  const changed = [...new Set([...upserts, ...deletes].map((row) => `${row.desk} ${row.agency} ${row.caseId}`))];
  const parts: ShownNotice[] = [];
  for (let at = 0; at === 0 || at < changed.length; at += ROWS_A_NOTICE) {
    const rows = changed.slice(at, at + ROWS_A_NOTICE).map((row) => row.split(' ') as [string, string, string]);
    parts.push({ to, rows });
  }
  return parts.map((part) => JSON.stringify(part));
}

interface Row {
  readonly sort: string;
  readonly key: string;
  readonly doc: string;
}

const CASE_ID = /^[0-9a-f-]{36}$/;

const SERVER_SAYS = /^[0-9A-Z]{5}$/;
const GOING_AWAY = /^(08|53|57)/;

/** An error without a server's own code never came from the server: the connection or its time ran out. */
async function answered<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (typeof code === 'string' && SERVER_SAYS.test(code) && !GOING_AWAY.test(code)) throw error;
    throw new ViewsUnavailable('the views cannot be read', { cause: error });
  }
}

function deskReader(pool: Pool, schema: string): DeskReader {
  const page = async (text: string, values: readonly unknown[], first: number): Promise<Page> => {
    const { rows } = await answered(pool.query<Row>(text, [...values, first + 1]));
    const shown = rows.slice(0, first);
    return {
      rows: shown.map(({ sort, key, doc }) => ({ cursor: cursorOf(sort, key), doc })),
      hasNext: rows.length > first,
    };
  };
  type Kind = ViewRow['kind'];
  const list = (kind: Kind, direction: 'asc' | 'desc') => (agency: string, first: number, after?: string) => {
    const than = direction === 'asc' ? '>' : '<';
    const order = `order by sort ${direction}, key ${direction}`;
    const from = `select sort, key, doc from ${schema}.row where agency = $1 and kind = '${kind}'`;
    if (after === undefined) return page(`${from} ${order} limit $2`, [agency], first);
    return page(`${from} and (sort, key) ${than} ($2, $3) ${order} limit $4`, [agency, ...readCursor(after)], first);
  };
  const one = (kind: Kind) => async (agency: string, key: string) => {
    if (!CASE_ID.test(key)) return null; // what is no id may hold what the database takes for no text
    const text = `select doc from ${schema}.row where agency = $1 and kind = '${kind}' and key = $2`;
    const { rows } = await answered(pool.query<Pick<Row, 'doc'>>(text, [agency, key]));
    return rows[0]?.doc ?? null;
  };
  return {
    inbox: list('inbox', 'asc'),
    cases: list('case', 'desc'),
    case: one('case'),
    recommendations: list('recommendation', 'desc'),
    recommendation: one('recommendation'),
    breach: one('breach'),
    breaches: async (agency, holder, from, until) => {
      const text = `select doc from ${schema}.row where agency = $1 and kind = 'breach' and sort between $3 and $4
        and doc::jsonb->>'holder' = $2 order by sort, key`;
      const { rows } = await answered(pool.query<Pick<Row, 'doc'>>(text, [agency, holder, from, until]));
      return rows.map(({ doc }) => doc);
    },
    timeline: async (caseId) => {
      const { rows } = await answered(
        pool.query<Pick<Row, 'doc'>>(`select doc from ${schema}.timeline where case_id = $1 order by revision`, [
          caseId,
        ]),
      );
      return rows.map(({ doc }) => doc);
    },
  };
}
