import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { importList, type ListName, postgresRegistry } from '#access';
import { systemHost } from '#runtime';
import { freshDatabase } from '#service';
import { jieliWith } from '../process/jieli.process.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;

beforeEach(async () => {
  database = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined); // the database is dropped under it
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const load = (name: ListName, text: string | Uint8Array, dryRun = false) =>
  importList(pool, name, typeof text === 'string' ? Buffer.from(text) : text, dryRun);
const listed = async () => {
  const { directory } = await postgresRegistry(pool, systemHost().now);
  return directory;
};

const AGENCIES = `id,type,division,name_zh,name_en
psb-1,PSB,441502,城区公安,Urban police
rvc-1,RVC,441502001001,新港社区,Xingang
`;

it('adds what is new, changes what is there, and says how many', async () => {
  expect(await load('agencies', AGENCIES)).toEqual({ added: 2, changed: 0, unchanged: 0, problems: [] });
  const again = AGENCIES.replace('城区公安', '城区公安分局');
  expect(await load('agencies', again)).toEqual({ added: 0, changed: 1, unchanged: 1, problems: [] });
  const directory = await listed();
  expect(directory.get('psb-1')?.name.zh).toBe('城区公安分局');
  expect(directory.nearest('PSB', '441502001001')?.id).toBe('psb-1');
});

it('reads columns in any order, with a byte order mark and Windows line ends', async () => {
  const text = '\ufeffname_en,name_zh,division,type,id\r\nUrban police,"城区,公安",441502,PSB,psb-1\r\n';
  expect((await load('agencies', text)).added).toBe(1);
  expect((await listed()).get('psb-1')?.name.zh).toBe('城区,公安');
});

it('tells all problems with their lines, and writes nothing', async () => {
  await load('agencies', AGENCIES);
  const { problems, added } = await load(
    'officers',
    `id,agency,name,role,subject,valid_from,valid_until
wang,psb-1,王经办,HEAD,,,
li,psb-9,李经办,,,,
wang,psb-1,王经办,,other,,
zhao,psb-1,赵经办,KING,,2026-02-30,
qian,psb-1,,,,2026-02-01,2026-01-01
sun,psb-1
`,
  );
  expect(added).toBe(0);
  expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 5, 6, 6, 7]);
  for (const { message } of problems) expect(message).toMatch(/\p{Script=Han}.*。.*[a-z]/u);
  expect(problems.map(({ message }) => message).join()).not.toMatch(/经办,|李|赵/);
  expect((await listed()).officers()).toEqual([]);
});

it.each<[string, ListName, string | Uint8Array, number]>([
  ['a file in GBK', 'agencies', Uint8Array.from([0xd0, 0xc2, 0xb8, 0xdb]), 1],
  ['a quote that does not end', 'agencies', 'id,type,division,name_zh,name_en\npsb-1,PSB,"441502', 2],
  ['a column that is missing', 'officers', 'id,name\nwang,王', 1],
  ['a column nobody knows', 'officers', 'id,agency,name,salary\nwang,psb-1,王,1', 1],
  ['an unknown type', 'agencies', `${AGENCIES}x-1,XXX,441502,x,x`, 4],
  ['the system as an agency', 'agencies', `${AGENCIES}x-1,SYSTEM,441502,x,x`, 4],
  ['a division of five digits', 'agencies', `${AGENCIES}x-1,CA,44150,x,x`, 4],
  ['a control character in an id', 'agencies', `${AGENCIES}"x\n1",CA,441502,x,x`, 5],
])('refuses %s, in its line', async (_, name, text, line) => {
  const { problems, added } = await load(name, text);
  expect({ added, lines: [...new Set(problems.map((problem) => problem.line))] }).toEqual({ added: 0, lines: [line] });
});

it('does not let an agency become another, or two officers share a subject', async () => {
  await load('agencies', AGENCIES);
  expect((await load('agencies', AGENCIES.replace('PSB', 'COURT'))).problems).toMatchObject([{ line: 2 }]);
  await load('officers', 'id,agency,name,subject\nwang,psb-1,王,s-1\nli,psb-1,李,s-2');
  expect((await load('officers', 'id,agency,name,subject\nzhao,psb-1,赵,s-1')).problems).toMatchObject([{ line: 2 }]);
  // they may change places within one list
  expect(await load('officers', 'id,agency,name,subject\nwang,psb-1,王,s-2\nli,psb-1,李,s-1')).toMatchObject({
    changed: 2,
  });
});

it('says what would happen and writes nothing when it is only tried', async () => {
  expect((await load('agencies', AGENCIES, true)).added).toBe(2);
  expect((await listed()).get('psb-1')).toBeUndefined();
});

it('is given by the command line, problems on standard error with file and line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jieli-import-'));
  try {
    const file = join(folder, 'agencies.csv');
    const env = { DATABASE_URL: database.url, JIELI_DATA: folder };
    await writeFile(file, `${AGENCIES}x-1,XXX,441502,x,x\n`);
    const bad = await jieliWith(env, 'agencies', 'import', file);
    expect(bad).toMatchObject({ code: 1, stderr: expect.stringContaining(`${file}:4: type`) });
    await writeFile(file, AGENCIES);
    expect(await jieliWith(env, 'agencies', 'import', '--dry-run', file)).toMatchObject({ code: 0, stderr: '' });
    expect((await listed()).get('psb-1')).toBeUndefined();
    expect((await jieliWith(env, 'agencies', 'import', file)).stdout).toContain('2 added');
    expect((await listed()).get('psb-1')).toBeDefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
