import type { Pool, PoolClient } from 'pg';
import type { ListProblem } from '../import/csv.ts';
import { type Listed, type ReadList, readAgencies, readDeputies, readOfficers } from '../import/lists.ts';
import { once } from './registry.ts';
import { prepareAccess } from './tables.ts';

/** What an import came to: nothing is written when anything is wrong. */
export interface Imported {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly problems: readonly ListProblem[];
}

export type ListName = 'agencies' | 'officers' | 'deputies';

interface Table<Row> {
  readonly read: (bytes: Uint8Array) => ReadList<Row>;
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, (row: Row) => string | null>>;
  /** What is wrong with the lines beside what is there already. */
  readonly against: (client: PoolClient, rows: readonly Listed<Row>[]) => Promise<readonly ListProblem[]>;
}

const wrong = (line: number, zh: string, en: string): ListProblem => ({ line, message: `${zh}。${en}.` });

async function missing<Row>(
  client: PoolClient,
  rows: readonly Listed<Row>[],
  table: 'agency' | 'officer',
  id: (row: Row) => string,
): Promise<readonly ListProblem[]> {
  const ids = [...new Set(rows.map(({ row }) => id(row)))];
  const found = await client.query<{ id: string }>(`select id from access.${table} where id = any($1)`, [ids]);
  const there = new Set(found.rows.map((row) => row.id));
  const names = { agency: ['机构', 'agency'], officer: ['经办人', 'officer'] }[table];
  return rows
    .filter(({ row }) => !there.has(id(row)))
    .map(({ line, row }) => wrong(line, `没有${names[0]} ${id(row)}`, `there is no ${names[1]} ${id(row)}`));
}

function table<Row>(definition: Table<Row>): Table<Row> {
  return definition;
}

const agencies = table({
  read: readAgencies,
  name: 'agency',
  key: ['id'],
  columns: {
    id: ({ id }) => id,
    type: ({ type }) => type,
    division: ({ division }) => division,
    name_zh: ({ zh }) => zh,
    name_en: ({ en }) => en,
    valid_from: ({ validFrom }) => validFrom,
    valid_until: ({ validUntil }) => validUntil,
  },
  // Its cases were decided and shown by its type: another type is another agency.
  against: async (client, rows) => {
    const found = await client.query<{ id: string; type: string }>(
      'select id, type from access.agency where id = any($1)',
      [rows.map(({ row }) => row.id)],
    );
    const types = new Map(found.rows.map(({ id, type }) => [id, type]));
    return rows
      .filter(({ row }) => (types.get(row.id) ?? row.type) !== row.type)
      .map(({ line }) => wrong(line, 'type 不得更改，请另立机构', 'type does not change: name another agency'));
  },
});

const officers = table({
  read: readOfficers,
  name: 'officer',
  key: ['id'],
  columns: {
    id: ({ id }) => id,
    subject: ({ subject }) => subject,
    agency: ({ agency }) => agency,
    name: ({ name }) => name,
    role: ({ role }) => role,
    valid_from: ({ validFrom }) => validFrom,
    valid_until: ({ validUntil }) => validUntil,
  },
  against: async (client, rows) => {
    const taken = await client.query<{ id: string; subject: string }>(
      'select id, subject from access.officer where subject = any($1)',
      [rows.map(({ row }) => row.subject)],
    );
    const own = new Map(rows.map(({ row }) => [row.id, row.subject]));
    const holders = new Map(
      taken.rows.filter(({ id, subject }) => (own.get(id) ?? subject) === subject).map((r) => [r.subject, r.id]),
    );
    return [
      ...(await missing(client, rows, 'agency', ({ agency }) => agency)),
      ...rows
        .filter(({ row }) => (holders.get(row.subject) ?? row.id) !== row.id)
        .map(({ line }) => wrong(line, 'subject 已属另一经办人', 'subject is another officer’s already')),
    ];
  },
});

const deputies = table({
  read: readDeputies,
  name: 'deputy',
  key: ['officer', 'agency', 'valid_from'],
  columns: {
    officer: ({ officer }) => officer,
    agency: ({ agency }) => agency,
    valid_from: ({ validFrom }) => validFrom,
    valid_until: ({ validUntil }) => validUntil,
  },
  against: async (client, rows) => [
    ...(await missing(client, rows, 'officer', ({ officer }) => officer)),
    ...(await missing(client, rows, 'agency', ({ agency }) => agency)),
  ],
});

const lists = { agencies, officers, deputies };

/**
 * Imports a list into the directory, all of it or nothing: lines that are new are added, lines whose key is there change what
 * is there, and nobody is removed; what ends, ends by its date. A dry run says what would happen and writes nothing.
 */
export async function importList(pool: Pool, name: ListName, bytes: Uint8Array, dryRun: boolean): Promise<Imported> {
  return load(pool, lists[name] as Table<object>, bytes, dryRun);
}

async function load<Row>(pool: Pool, list: Table<Row>, bytes: Uint8Array, dryRun: boolean): Promise<Imported> {
  const nothing = { added: 0, changed: 0, unchanged: 0 };
  const { rows, problems: unread } = list.read(bytes);
  let problems = unread;
  const work = async (client: PoolClient) => {
    await prepareAccess(client);
    await client.query('select from access.version for update');
    const clean = rows.filter(({ line }) => !unread.some((problem) => problem.line === line));
    problems = [...unread, ...(await list.against(client, clean))].toSorted((a, b) => a.line - b.line);
    if (problems.length > 0) return nothing;
    const counts = await write(client, list, rows);
    if (counts.added + counts.changed > 0) await client.query('update access.version set n = n + 1');
    return counts;
  };
  const counts = await once(pool, work, !dryRun);
  return { ...counts, problems };
}

async function write<Row>(client: PoolClient, { name, key, columns }: Table<Row>, rows: readonly Listed<Row>[]) {
  const names = Object.keys(columns);
  const arrays = names.map((column) => rows.map(({ row }) => columns[column]?.(row) ?? null));
  const rest = names.filter((column) => !key.includes(column));
  const { rows: written } = await client.query<{ inserted: boolean }>(
    `insert into access.${name} as t (${names.join(', ')})
     select * from unnest(${names.map((_, n) => `$${n + 1}::text[]`).join(', ')})
     on conflict (${key.join(', ')}) do update set ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${rest.map((column) => `t.${column}`).join(', ')}) is distinct from (${rest.map((column) => `excluded.${column}`).join(', ')})
     returning (xmax = 0) as inserted`,
    arrays,
  );
  const added = written.filter(({ inserted }) => inserted).length;
  const changed = written.length - added;
  return { added, changed, unchanged: rows.length - written.length };
}
