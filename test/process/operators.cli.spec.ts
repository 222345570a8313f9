import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freshDatabase } from '#service';
import { jieli, jieliWith } from './jieli.process.ts';

let folder: string;
let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-operators-'));
  database = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
}, 60_000);
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function query<R extends pg.QueryResultRow>(sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client
    .query<R>(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

describe('who looks after a service', () => {
  const looking = [
    ['views', 'parked'],
    ['keys', 'rotate'],
    ['webhooks', 'list'],
    ['audit', 'key'],
  ];

  it.each(looking)('makes no second installation by a mistyped folder: %s %s', async (...command) => {
    const nowhere = join(folder, 'nowhere');
    const { code, stdout, stderr } = await jieliWith({ JIELI_DATA: nowhere }, ...command);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^.*里没有接力的数据库.*There is no database of Jieli in .*\n$/);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('nor by a mistyped database', async () => {
    const { code, stderr } = await jieliWith({ JIELI_DATA: folder, DATABASE_URL: database.url }, 'views', 'rebuild');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^服务还没有在此数据库上启动过.*never started on this database.*\n$/);
    const made = `select nspname from pg_namespace where nspname in ('log', 'vault', 'runtime', 'audit')`;
    expect(await query(made)).toEqual([]);
  });

  it('is told by the doctor’s exit code that something is wrong, though other things are well', async () => {
    const { code, stdout } = await jieliWith({ JIELI_DATA: folder, DATABASE_URL: database.url, PORT: '1' }, 'doctor');
    expect(stdout).toMatch(/^✓ /m);
    expect(stdout).toMatch(/^✗ /m);
    expect(code).toBe(1);
  });

  it('is told by the exit code of a single slip in a policy pack', async () => {
    const pack = join(folder, 'packs', 'testland');
    await mkdir(pack, { recursive: true });
    const text =
      'pack: testland\nname: { zh: 试验地, en: Testland }\nextends: national\ndivision: "99"\neffective: "2025-01-01"\n';
    await writeFile(join(pack, 'pack.yaml'), text);
    expect((await jieli('policy', 'check', join(folder, 'packs'))).code).toBe(0);
    await writeFile(join(pack, 'pack.yaml'), text.replace('"2025-01-01"', '"2025-02-30"'));
    const { code, stdout } = await jieli('policy', 'check', join(folder, 'packs'));
    expect([code, stdout]).toEqual([1, expect.stringContaining('1 error,')]);
  });

  it('is told in one line which right a throw-away database wants', async () => {
    await query(`do $$ begin create role jieli_poor login; exception when duplicate_object then null; end $$`);
    const url = new URL(database.url);
    url.username = 'jieli_poor';
    const { code, stdout, stderr } = await jieliWith({ DATABASE_URL: url.href }, 'scenario', 'run');
    await query('drop role jieli_poor');
    expect([code, stdout.split('\n')[0]]).toEqual([1, expect.stringMatching(/^[A-Z]\d\d /)]); // none is played to its end
    expect(stderr).toMatch(/^不能建一次性数据库.*CREATEDB.*\n$/);
  });

  it('is told in both languages what is wrong with a command line, and which version this is', async () => {
    const { code, stderr } = await jieli('views', 'forget');
    expect([code, stderr.split('\n')[0]]).toEqual([1, "没有命令“forget”。Unknown command 'forget'"]);
    expect((await jieli('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
