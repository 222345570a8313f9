import pg from 'pg';
import { desks } from '#desks';
import { deskTableNames, postgresViews, rebuildViews, retryParked, systemHost } from '#runtime';
import { openDatabase, readConfig } from '#service';
import { flagged, found, type People, people } from '../case.steps.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeEach(async () => {
  standing = await standingService();
  who = people(standing);
});
afterEach(() => standing.close());

/** Everything that all desks' tables hold, and what the runtime keeps beside them. */
async function shown(): Promise<unknown> {
  await standing.stage.settled();
  const tables = desks.flatMap(deskTableNames);
  const contents = [...tables, 'runtime.clock', 'runtime.parked'].map(async (table) => {
    const rows = await standing.query<{ text: string }>(`select t::text as text from ${table} t order by 1`);
    return [table, rows.map(({ text }) => text)];
  });
  return Object.fromEntries(await Promise.all(contents));
}

async function withDatabase<T>(work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>): Promise<T> {
  const { dataDir, databaseUrl } = standing;
  const trouble = (error: Error) => {
    throw error;
  };
  const database = await openDatabase({
    ...readConfig({}),
    dataDir,
    databaseUrl,
    durable: false,
    desks,
    host: systemHost(),
    trouble,
  });
  try {
    return await work(database);
  } finally {
    await database.views.close();
    await database.store.close();
    await database.close();
  }
}

it('builds the same rows that were shown live, also of what happens while it builds', async () => {
  await found(who);
  await flagged(who);
  await standing.stage.settled();
  await withDatabase(async ({ store, views }) => {
    const until = await views.checkpoint();
    const build = await views.renewable.build();
    const meanwhile = await flagged(who);
    await standing.stage.settled();
    await rebuildViews({ store, directory: standing.directory, build, until });
    const { data } = await who.committee.ask('query($id: ID!) { case(id: $id) { stage } }', { id: meanwhile });
    expect(data).toEqual({ case: { stage: 'FLAGGED' } });
  });
  const rebuilt = await shown();
  await standing.stop();
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  const live = await postgresViews({ pool, url: standing.databaseUrl, desks });
  await live.clear();
  await Promise.all([live.close(), pool.end()]);
  await standing.start();
  expect(await shown()).toEqual(rebuilt);
});

it('builds what was forgotten up to the end of the log, and the service goes on from there', async () => {
  await found(who);
  const before = await shown();
  await standing.stop();
  await withDatabase(async ({ store, views }) => {
    await views.clear();
    const until = await store.head();
    const done = await rebuildViews({
      store,
      directory: standing.directory,
      build: await views.renewable.build(),
      until,
    });
    expect(done).toMatchObject({ events: done.of, streams: 1 });
    expect(await views.checkpoint()).toBe(until);
  });
  await standing.start();
  expect(await shown()).toEqual(before);
  const next = await flagged(who);
  await standing.stage.settled();
  const { data } = await who.committee.ask('query($id: ID!) { case(id: $id) { stage } }', { id: next });
  expect(data).toEqual({ case: { stage: 'FLAGGED' } });
});

it('shows a parked case again, once what it stumbled over is mended', async () => {
  const caseId = await flagged(who);
  const before = await shown();
  await standing.query(`insert into runtime.parked values ($1, '1', 'planted')`, [`case-${caseId}`]);
  await standing.query(`delete from desk_residents_committee.row`);
  await withDatabase(async ({ store, views }) => {
    const options = { store, desks, directory: standing.directory, views };
    expect(await retryParked(options, `case-${caseId}`)).toBeUndefined();
  });
  expect(await shown()).toEqual(before);
});
