import { desks } from '#desks';
import { deskTableNames, postgresDuty, rebuildViews, systemHost } from '#runtime';
import { examine, openDatabase, readConfig } from '#service';
import { flagged, found, type People, people } from '../case.steps.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeEach(async () => {
  standing = await standingService();
  who = people(standing);
});
afterEach(() => standing.close());

/** Everything that all desks' tables hold, and what the runtime keeps beside them. */
async function shown(): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = [...desks.flatMap(deskTableNames), 'runtime.clock', 'runtime.parked', 'runtime.desk'];
  const contents = tables.map(async (table) => {
    const rows = await standing.query<{ text: string }>(`select t::text as text from ${table} t order by 1`);
    return [table, rows.map(({ text }) => text)];
  });
  return Object.fromEntries(await Promise.all(contents));
}

/** Which tables there are: one that was built anew is another. */
async function tableIds(schema: string): Promise<readonly string[]> {
  const rows = await standing.query<{ oid: string }>(
    `select c.oid::text from pg_class c where relnamespace = $1::regnamespace and relkind = 'r' order by 1`,
    [schema],
  );
  return rows.map(({ oid }) => oid);
}

const open = () =>
  openDatabase({
    ...readConfig({}),
    dataDir: standing.dataDir,
    databaseUrl: standing.databaseUrl,
    durable: false,
    desks,
    host: systemHost(),
    trouble: (error) => {
      throw error;
    },
  });

type Database = Awaited<ReturnType<typeof open>>;

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    return await work(database);
  } finally {
    await database.views.close();
    await database.store.close();
    await database.close();
  }
}

it('shows what another version of a desk selected until its own is built, and builds no other desk', async () => {
  await found(who);
  await standing.stage.settled();
  const right = await shown();
  const [township, police] = await Promise.all(['desk_township', 'desk_police'].map(tableIds));
  await standing.query(`update runtime.desk set version = 0 where name = 'township'`);
  await standing.query(`update desk_township.row set doc = '{"id":"as it was selected then"}', sort = '0'`);
  await withDatabase(async ({ views }) => {
    expect(await views.renewable.outdated()).toEqual(['township']);
    expect((await views.desk('township').cases('town-441502001', 9)).rows).toHaveLength(1);
  });
  await standing.restart();
  await standing.stage.settled();
  expect(await shown()).toEqual(right);
  expect(await tableIds('desk_police')).toEqual(police);
  expect(await tableIds('desk_township')).not.toEqual(township);
});

describe('desks whose tables are gone', () => {
  const ready = async () => {
    const response = await fetch(`${standing.service.url}/health/ready`);
    return [response.status, await response.json()];
  };
  const doctorSays = async () => {
    const { dataDir, databaseUrl } = standing;
    const findings = await examine({ ...readConfig({}), dataDir, databaseUrl });
    return findings.find(({ title }) => title.startsWith('工作台的表'));
  };

  it('are not ready before they are built anew by whoever is on duty; the doctor names them', async () => {
    await found(who);
    await standing.stage.settled();
    const right = await shown();
    const untouched = await tableIds('desk_oversight');
    expect(await doctorSays()).toMatchObject({ ok: true });
    await standing.query('drop schema desk_court cascade');
    await standing.query('drop table desk_police.row cascade');
    const remedy = 'npm run jieli -- views rebuild court police';
    expect(await doctorSays()).toMatchObject({ ok: false, found: '缺表 gone: court, police', remedy });

    await standing.stop();
    const lease = await postgresDuty({ connectionString: standing.databaseUrl }, () => undefined).take();
    await standing.start();
    expect(await ready()).toMatchObject([503, { status: 'behind', views: { events: 0, empty: ['court', 'police'] } }]);
    expect(await doctorSays()).toMatchObject({ ok: false, found: '尚无内容 empty until built: court, police', remedy });

    await lease?.release();
    await standing.restart();
    await standing.stage.settled();
    expect(await shown()).toEqual(right);
    expect(await ready()).toMatchObject([200, { status: 'ready' }]);
    expect(await doctorSays()).toMatchObject({ ok: true });
    expect(await tableIds('desk_oversight')).toEqual(untouched);
  });

  it('are built anew while the service runs by the command that the doctor names', async () => {
    await found(who);
    await standing.stage.settled();
    const right = await shown();
    await standing.query('drop schema desk_court cascade');
    const environment = { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir };
    expect(await jieliWith(environment, 'views', 'rebuild', 'court')).toMatchObject({ code: 0 });
    expect(await shown()).toEqual(right);
    expect(await ready()).toMatchObject([200, { status: 'ready' }]);
  });
});

describe('tables that the runtime keeps beside the desks', () => {
  const doctorSays = async () => {
    const { dataDir, databaseUrl } = standing;
    const findings = await examine({ ...readConfig({}), dataDir, databaseUrl });
    return findings.find(({ title }) => title.startsWith('流程的表'));
  };
  const kept = async () => {
    const tables = ['runtime.clock', 'runtime.tag'].map((table) =>
      standing.query<{ text: string }>(`select (to_jsonb(t) - 'nth')::text as text from ${table} t order by 1`),
    );
    return { ...(await shown()), kept: await Promise.all(tables) };
  };

  it('are missed by the doctor, and built anew with all desks at the start: no deadline is forgotten', async () => {
    await found(who, { child: { name: '王小雨', birthDate: '2016-08-09' } });
    await standing.stage.settled();
    const right = await kept();
    expect(right.kept.every((rows) => rows.length > 0)).toBe(true);
    expect(await doctorSays()).toMatchObject({ ok: true });
    await standing.stop();
    await standing.query('drop table runtime.clock, runtime.tag');
    const remedy = 'npm run jieli -- views rebuild';
    expect(await doctorSays()).toMatchObject({ ok: false, found: '缺表 gone: runtime.clock, runtime.tag', remedy });
    await standing.start();
    await standing.restart(); // by now it has been built
    await standing.stage.settled();
    expect(await kept()).toEqual(right);
    expect(await doctorSays()).toMatchObject({ ok: true });
  });

  it('end the start with one line where nothing gives them back; the doctor says what to do', async () => {
    await standing.stop();
    await standing.query('drop table runtime.checkpoint');
    await expect(standing.start()).rejects.toThrow(
      /^数据库不能用.*runtime are gone \(checkpoint\).*drop the derived schemas/,
    );
    expect(await doctorSays()).toMatchObject({ ok: false, found: '缺表 gone: runtime.checkpoint' });
    expect((await doctorSays())?.remedy).toContain('drop the derived schemas');
    await standing.query('drop schema runtime cascade');
    await standing.start();
  });
});

it('builds some desks anew while the service runs, with what happens meanwhile', async () => {
  await found(who);
  await standing.stage.settled();
  await withDatabase(async ({ store, views }) => {
    const until = await views.checkpoint();
    const build = await views.renewable.build(['police', 'oversight']);
    await flagged(who);
    await standing.stage.settled();
    const live = await shown();
    await standing.query('delete from desk_police.row');
    await rebuildViews({ store, directory: standing.directory, build, until });
    expect(await shown()).toEqual(live);
  });
});

it('is built by one at a time', async () => {
  await withDatabase(async ({ views }) => {
    const build = await views.renewable.build(['police']);
    await expect(views.renewable.build()).rejects.toThrow('built anew already');
    await build.abandon();
    await (await views.renewable.build()).abandon();
  });
});
