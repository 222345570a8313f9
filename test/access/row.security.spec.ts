import pg from 'pg';
import { desks } from '#desks';
import { rebuildViews } from '#runtime';
import { openDatabase, readConfig } from '#service';
import { deskRole } from '../../libs/runtime/src/views/postgres/desk.schemas.ts';
import { flagged, people, reported } from '../case.steps.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let caseId: string;
let pool: pg.Pool;
/** What comes of a statement that no resolver wrote, with the rights of a desk and for an agency. */
let own: (desk: string, agency: string | undefined, barred: string, sql: string) => Promise<readonly object[]>;

beforeAll(async () => {
  standing = await standingService();
  const who = people(standing);
  caseId = await reported(who);
  await flagged(who);
  await standing.stage.settled();
  const [{ name } = { name: '' }] = await standing.query<{ name: string }>('select current_database() as name');
  pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  pool.on('error', () => undefined); // the database is dropped under it
  own = async (desk, agency, barred, sql) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(`set local role "${deskRole(name, desk)}"`);
      if (agency !== undefined) {
        await client.query(`select set_config('jieli.agency', $1, true), set_config('jieli.barred', $2, true)`, [
          agency,
          barred,
        ]);
      }
      return (await client.query(sql)).rows;
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
});
afterAll(async () => {
  await pool.end();
  await standing.close();
});

const ALL = 'select agency, case_id from desk_residents_committee.row';

it('shows a desk’s role nothing as long as nobody is read for', async () => {
  expect(await own('residents-committee', undefined, '', ALL)).toEqual([]);
  expect(await own('residents-committee', '', '', ALL)).toEqual([]);
});

it('shows the rows of one agency, whatever the statement asks for', async () => {
  const committee = `rvc-${VILLAGE}`;
  const rows = await own('residents-committee', committee, '', ALL);
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) expect(row).toMatchObject({ agency: committee });
  expect(await own('residents-committee', 'rvc-110101001001', '', ALL)).toEqual([]);
  expect(
    await own('residents-committee', 'rvc-110101001001', '', `${ALL} where agency = '${committee}' or true`),
  ).toEqual([]);
});

it('shows no case that the officer is kept out of', async () => {
  const rows = await own('residents-committee', `rvc-${VILLAGE}`, `x ${caseId}`, ALL);
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(caseId);
});

it('shows the timeline of cases that the agency sees, and of no other', async () => {
  const lines = `select case_id from desk_oversight.timeline`;
  expect(JSON.stringify(await own('oversight', '~all:441502', '', lines))).toContain(caseId);
  expect(await own('oversight', '~all:441502', caseId, lines)).not.toContainEqual({ case_id: caseId });
  expect(await own('oversight', '~all:110101', '', lines)).toEqual([]);
});

it('holds after the views were built anew', async () => {
  const policies = () =>
    standing.query<{ name: string }>(
      `select polrelid::regclass::text as name from pg_policy join pg_class c on c.oid = polrelid where c.relrowsecurity order by 1`,
    );
  const before = await policies();
  expect(before).toHaveLength(18);
  const database = await openDatabase({
    ...readConfig({}),
    databaseUrl: standing.databaseUrl,
    dataDir: standing.dataDir,
    durable: false,
    desks,
    host: standing.host,
    trouble: () => undefined,
  });
  const { store, views } = database;
  await rebuildViews({
    store,
    directory: standing.directory,
    build: await views.renewable.build(),
    until: await views.checkpoint(),
  });
  await views.close();
  await store.close();
  await database.close();
  expect(await policies()).toEqual(before);
  expect(await own('residents-committee', undefined, '', ALL)).toEqual([]);
});
