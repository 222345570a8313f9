import pg from 'pg';
import type { Position } from '#event-store';
import { type PostgresViews, postgresViews } from '#runtime';
import { freshDatabase } from '#service';

const desks = ['police', 'township'].map((name) => ({ name, version: 1, agencies: [], view: () => null }));

let clearing: (() => Promise<unknown>)[];
let url: string;
let admin: pg.Pool;

beforeEach(async () => {
  clearing = [];
  const fresh = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  url = fresh.url;
  clearing.unshift(fresh.drop);
  admin = pool();
});
afterEach(async () => {
  for (const clear of clearing) await clear();
});

function pool(): pg.Pool {
  const made = new pg.Pool({ connectionString: url, max: 2 });
  made.on('error', () => undefined); // dropping the database ends what is still closing
  clearing.unshift(() => made.end());
  return made;
}

/** As a process of its own opens them. */
async function opened(): Promise<PostgresViews> {
  const views = await postgresViews({ pool: pool(), url, desks });
  clearing.unshift(() => views.close());
  return views;
}

async function versions(): Promise<readonly number[]> {
  const { rows } = await admin.query<{ version: number }>('select version from runtime.migration order by version');
  return rows.map(({ version }) => version);
}

/** What is there of tables, columns and rows. */
async function everything(): Promise<unknown> {
  const columns = await admin.query(
    `select table_schema, table_name, column_name, data_type from information_schema.columns
     where table_schema = 'runtime' or table_schema like 'desk%' order by 1, 2, 3`,
  );
  const rows = await admin.query('select name, position from runtime.checkpoint order by name');
  return [columns.rows, rows.rows];
}

/** The tables as programs made them before they counted migrations. */
const UNCOUNTED = `
create schema runtime;
create table runtime.clock (id text primary key, case_id text not null, due text collate "C" not null);
create index clock_due on runtime.clock (due);
create table runtime.tag (
  tag text not null, nth bigint generated always as identity, case_id text not null, open boolean not null,
  primary key (tag, case_id));
create table runtime.parked (stream text primary key, position text not null, error text not null);
create table runtime.checkpoint (name text primary key, position text);
create table runtime.desk (name text primary key, version int not null);
insert into runtime.desk values ('police', 1), ('township', 1);
create schema desk_police;
create table desk_police.row (
  agency text not null, kind text not null, key text not null, case_id text not null,
  sort text collate "C" not null, doc text not null, primary key (agency, kind, key));
create index row_sorted on desk_police.row (agency, kind, sort, key);
create table desk_police.timeline (
  case_id text not null, revision int not null, doc text not null, primary key (case_id, revision));
insert into desk_police.row values
  ('psb', 'case', '018f6d2e-7a01-7c3e-9d5a-000000000001', '018f6d2e-7a01-7c3e-9d5a-000000000001', '2025', '{"kept":true}');
`;

describe('the schemas of the views', () => {
  it('are brought up to date once, by whichever of several processes comes first', async () => {
    const views = await Promise.all([opened(), opened(), opened()]);
    const once = await versions();
    expect(once).toEqual(once.map((_, index) => index + 1));
    expect(once.length).toBeGreaterThan(0);
    for (const one of views) expect(await one.checkpoint()).toBeNull();
    const before = await everything();
    await opened();
    expect(await versions()).toEqual(once);
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['postgres', '7'],
    ['eventstoredb', '7:7'],
  ])('are lifted from before they were counted, and keep what they show: a log in %s', async (engine, position) => {
    await admin.query(`${UNCOUNTED}; insert into runtime.checkpoint values ('views', '${position}')`);
    const views = await opened();
    expect(await versions()).not.toEqual([]);
    expect(await views.checkpoint()).toBe(position);
    expect(await views.desk('police').case('psb', '018f6d2e-7a01-7c3e-9d5a-000000000001')).toBe('{"kept":true}');
    expect(await views.logOfViews({ engine: 'another', prefix: 'p-' })).toEqual({ engine, prefix: 'p-' });
  });

  it('are refused when a newer program has been here, and are left as they were', async () => {
    await opened();
    await admin.query('insert into runtime.migration (version) values (99)');
    const before = await everything();
    await expect(opened()).rejects.toThrow(/schema runtime is at version 99, this program knows \d+/);
    expect(await everything()).toEqual(before);
  });
});

describe('going over to another log', () => {
  it('forgets the views and keeps how far each process has come, in the words of the other log', async () => {
    const views = await opened();
    const first = { engine: 'postgres', prefix: '' };
    expect(await views.logOfViews(first)).toEqual(first);
    await admin.query(`update runtime.checkpoint set position = '9' where name = 'views'`);
    await views.markProcessed('processes', '8' as Position);
    await views.markProcessed('others', '3' as Position);
    expect(Object.fromEntries(await views.processedByAll())).toEqual({ processes: '8', others: '3' });
    const next = { engine: 'eventstoredb', prefix: 'p-' };
    await views.goOverTo(next, new Map([['processes', '80:80' as Position]]));
    expect(await views.logOfViews(first)).toEqual(next);
    expect(await views.checkpoint()).toBeNull();
    expect(await views.processed('processes')).toBe('80:80');
    expect(await views.processed('others')).toBeNull();
  });
});
