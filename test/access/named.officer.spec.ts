import pg from 'pg';
import { importList, type ListName, namedOfficer, postgresRegistry, recordConflict } from '#access';
import { freshDatabase } from '#service';
import { MORNING } from '../standing.service.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined); // the database is dropped under it
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const CASE = 'b3b0c1d2-0000-4000-8000-000000000000';
const load = async (name: ListName, lines: readonly string[]) => {
  const { problems } = await importList(pool, name, Buffer.from(lines.join('\n')), false);
  expect(problems).toEqual([]);
};

it('an officer who is named is in office, agency and all, on that day, and is kept out of what a token of theirs would be', async () => {
  await load('agencies', [
    'id,type,division,name_zh,name_en,valid_until',
    'psb-a,PSB,441502,甲,A,',
    'psb-ended,PSB,441523,丁,D,2020-01-01',
  ]);
  await load('officers', [
    'id,agency,name,role,valid_from,valid_until',
    'own,psb-a,甲,HANDLER,,',
    'left,psb-a,丙,HANDLER,,2020-01-01',
    'coming,psb-a,戊,HANDLER,2030-01-01,',
    'orphan,psb-ended,丁,HANDLER,,',
  ]);
  const { directory } = await postgresRegistry(pool, () => MORNING);
  await recordConflict(pool, { officer: 'own', caseId: CASE, reason: '近亲属', by: '负责人' }, MORNING);
  const named = (id: string, day = '2025-03-03') => namedOfficer(pool, directory, id, day);
  expect(await named('own')).toMatchObject({ id: 'own', barred: new Set([CASE]) });
  for (const id of ['left', 'coming', 'orphan', 'nobody']) expect([id, await named(id)]).toEqual([id, undefined]);
  expect(await named('left', '2020-01-01')).toMatchObject({ id: 'left' });
});
