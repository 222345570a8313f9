import type { Pool, PoolClient } from 'pg';
import type { Instant } from '#calendar';
import { type Position, texts } from '#event-store';
import { sharing } from '../sharing.ts';
import { changedKey } from '../shown.ts';
import {
  type CaseTag,
  changedIn,
  cursorOf,
  type DeskReader,
  type DueClock,
  type Page,
  type Parked,
  type Renewable,
  readCursor,
  type ViewCommit,
  type ViewRows,
  type ViewStore,
} from '../view.store.ts';
import type { DeskSelectors, ViewRow } from '../view.ts';
import { type Ask, asking } from './ask.ts';
import { deskRole, emptyDesks, forgetViews, outdatedDesks, prepareDesks } from './desk.schemas.ts';
import { goOverTo, type LogOfViews, logOfViews, processedByAll } from './log.of.views.ts';
import { SHOWN_CHANNEL, type ShownNotice } from './postgres.duty.ts';
import { readers as readersOf } from './readers.ts';
import { sharedDeskReader } from './shared.reader.ts';
import { tablesOfCases } from './shared.tables.ts';
import { deskSchema, live } from './tables.ts';
import { tallyReader } from './tally.reader.ts';
import { uncount } from './tally.tables.ts';
import { inOneGo, pipelined, transaction } from './transaction.ts';
import { beginBuild } from './view.build.ts';
import { sendRows, writeRows } from './write.rows.ts';

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
  readonly renewable: Renewable;
  /** See {@link logOfViews}. */
  logOfViews(log: LogOfViews): Promise<LogOfViews>;
  /** See {@link processedByAll}. */
  processedByAll(): Promise<ReadonlyMap<string, Position>>;
  /** See {@link goOverTo}. */
  goOverTo(log: LogOfViews, processed: ReadonlyMap<string, Position>): Promise<void>;
  /**
   * Replaces all that is shown of one case by `rows`, as of the position the live views stand at, and takes its stream off the
   * list of parked ones. The live views stand still meanwhile; where there are no rows (null), all stays as it is.
   */
  replace(caseId: string, stream: string, rows: (live: Position | null) => Promise<ViewRows | null>): Promise<void>;
}

/** Connections that write: two, so that a rebuild can fill one while the other is at work. */
const WRITERS = 2;

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
      const options = `-c role=${role} -c statement_timeout=5000`;
      const reader = readersOf({ connectionString: url, connectionTimeoutMillis: 5_000, options }, readers);
      return [name, reader] as const;
    }),
  );
  const askers = new Map([...pools].map(([name, pool]) => [name, asking(pool)]));
  const shares = new Set(desks.filter(({ shared }) => shared).map(({ name }) => name));
  const writer = pipelined(url, WRITERS);
  const tagsWhere = async (column: 'tag' | 'case_id', values: readonly string[]) => {
    const { rows } = await pool.query<{ tag: string; case_id: string; open: boolean }>(
      `select tag, case_id, open from runtime.tag where ${column} = any($1) order by nth`,
      [values],
    );
    return rows.map(({ tag, case_id, open }): CaseTag => ({ tag, caseId: case_id, open }));
  };
  return {
    checkpoint: async () => {
      const { rows } = await pool.query<{ position: Position | null }>(
        `select position from runtime.checkpoint where name = 'views'`,
      );
      return rows[0]?.position ?? null;
    },
    commit: (commit) => inOneGo(writer, (client) => send(client, commit)),
    clear: () => transaction(writer, (client) => forgetViews(client, desks)),
    dueBefore: async (moment, limit, after) => {
      const { rows } = await pool.query<{ id: string; case_id: string; due: Instant }>(
        `select id, case_id, due from runtime.clock where due < $1 and due >= $3 and (due, id) > ($3, $4)
         order by due, id limit $2`,
        [moment, limit, after?.due ?? '', after?.id ?? ''],
      );
      return rows.map(({ id, case_id, due }): DueClock => ({ id, caseId: case_id, due }));
    },
    tagged: (tags) => tagsWhere('tag', tags),
    tagsOf: (caseIds) => tagsWhere('case_id', caseIds),
    processed: async (name) => {
      const { rows } = await pool.query<{ position: Position | null }>(
        'select position from runtime.checkpoint where name = $1',
        [name],
      );
      return rows[0]?.position ?? null;
    },
    markProcessed: (name, position) => {
      const text =
        'insert into runtime.checkpoint values ($1, $2) on conflict (name) do update set position = excluded.position';
      // what is done again after a power cut changes nothing, so it need not wait for the disk
      return inOneGo(writer, (client) => [client.query({ name: 'mark', text, values: [name, position] })]);
    },
    parked: async () =>
      (await pool.query<Parked>('select stream, position, error from runtime.parked order by stream')).rows,
    renewable: {
      outdated: () => outdatedDesks(pool, desks),
      empty: () => emptyDesks(pool),
      build: (names) => {
        const some = names && desks.filter(({ name }) => names.includes(name));
        return beginBuild(writer, url, {
          desks: some ?? desks,
          whole: some === undefined || some.length === desks.length,
        });
      },
    },
    logOfViews: (log) => logOfViews(pool, log),
    processedByAll: () => processedByAll(pool),
    goOverTo: (log, processed) => goOverTo(writer, desks, log, processed),
    replace: (caseId, stream, rows) =>
      transaction(writer, async (client) => {
        const { rows: checkpoint } = await client.query<{ position: Position | null }>(
          `select position from runtime.checkpoint where name = 'views' for update`,
        );
        const made = await rows(checkpoint[0]?.position ?? null);
        if (made === null) return;
        await uncount(client, desks, caseId);
        for (const table of desks.flatMap(tablesOfCases)) {
          await client.query(`delete from ${table} where case_id = $1`, [caseId]);
        }
        await client.query('delete from runtime.clock where case_id = $1', [caseId]);
        await client.query('delete from runtime.parked where stream = $1', [stream]);
        await writeRows(client, live, made);
      }),
    desk: (name, barred = NONE) => {
      const ask = askers.get(name)?.(barred);
      if (!ask) throw new Error(`no desk ${name}`);
      const own = deskReader(ask, deskSchema(name));
      return shares.has(name) ? sharing(own, sharedDeskReader(ask, deskSchema(name), barred)) : own;
    },
    shared: (name, barred = NONE) => {
      const ask = shares.has(name) ? askers.get(name)?.(barred) : undefined;
      if (!ask) throw new Error(`no desk ${name} that shares rows`);
      return { ...sharedDeskReader(ask, deskSchema(name), barred), ...tallyReader(ask, deskSchema(name), barred) };
    },
    close: async () => {
      await Promise.all([writer, ...pools.values()].map((connections) => connections.end()));
    },
  };
}

function send(client: PoolClient, commit: ViewCommit): readonly Promise<unknown>[] {
  return [
    client.query({ name: 'move views', text: 'select runtime.move_views($1, $2)', values: [commit.from, commit.to] }),
    ...sendRows(client, live, commit),
    client.query({
      name: 'notify',
      text: 'select pg_notify($1, notice) from unnest($2::text[]) as notice',
      values: [SHOWN_CHANNEL, texts(notices(commit))],
    }),
  ];
}

/** PostgreSQL takes at most 8,000 bytes a notice. */
const ROWS_A_NOTICE = 50;

/** One notice a batch, as a rule. */
function notices(commit: ViewCommit): readonly string[] {
  const { to } = commit;
  const changed = [...new Map(changedIn(commit).map((row) => [changedKey(row), row])).values()];
  const parts: ShownNotice[] = [];
  for (let at = 0; at === 0 || at < changed.length; at += ROWS_A_NOTICE) {
    const rows = changed
      .slice(at, at + ROWS_A_NOTICE)
      .map(({ desk, agency, caseId, review }): ShownNotice['rows'][number] =>
        review === undefined ? [desk, agency, caseId] : [desk, agency, caseId, review],
      );
    parts.push({ to, rows });
  }
  return parts.map((part) => JSON.stringify(part));
}

interface Row {
  readonly sort: string;
  readonly key: string;
  readonly doc: string;
}

const NONE: ReadonlySet<string> = new Set();
const CASE_ID = /^[0-9a-f-]{36}$/;

function deskReader(ask: Ask, schema: string): DeskReader {
  // A limit that is a value has the server plan each time anew: for all that it knows the whole list may be wanted.
  const page = async (agency: string, text: string, values: readonly unknown[], first: number): Promise<Page> => {
    const rows = await ask<Row>(agency, `${text} limit ${first + 1}`, [agency, ...values]);
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
    if (after === undefined) return page(agency, `${from} ${order}`, [], first);
    return page(agency, `${from} and (sort, key) ${than} ($2, $3) ${order}`, readCursor(after), first);
  };
  const one = (kind: Kind) => async (agency: string, key: string) => {
    if (!CASE_ID.test(key)) return null; // what is no id may hold what the database takes for no text
    const sql = `select doc from ${schema}.row where agency = $1 and kind = '${kind}' and key = $2`;
    const [row] = await ask<Pick<Row, 'doc'>>(agency, sql, [agency, key]);
    return row?.doc ?? null;
  };
  return {
    inbox: list('inbox', 'asc'),
    cases: list('case', 'desc'),
    case: one('case'),
    items: (of, ...asked) => list(of, 'desc')(...asked),
    item: (of, ...asked) => one(of)(...asked),
    breach: one('breach'),
    breaches: async (agency, holder, from, until) => {
      const sql = `select doc from ${schema}.row where agency = $1 and kind = 'breach' and sort between $3 and $4
        and doc::jsonb->>'holder' = $2 order by sort, key`;
      return (await ask<Pick<Row, 'doc'>>(agency, sql, [agency, holder, from, until])).map(({ doc }) => doc);
    },
    timeline: async (agency, caseId) => {
      const sql = `select doc from ${schema}.timeline where case_id = $1 order by revision`;
      return (await ask<Pick<Row, 'doc'>>(agency, sql, [caseId])).map(({ doc }) => doc);
    },
  };
}
