import pg from 'pg';
import { freshDatabase, prepareTurns, turns } from '#service';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;

beforeEach(async () => {
  database = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined); // the database is dropped under it
  await prepareTurns(pool);
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const granted = (answers: readonly (number | undefined)[]) => answers.filter((seconds) => seconds === undefined).length;
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

it('grants what is granted in a minute and no more, however many ask at once', async () => {
  const take = turns(pool, 'officer', 50);
  const answers = await Promise.all(times(200).map(() => take('one')));
  expect(granted(answers)).toBe(50);
  for (const seconds of answers) if (seconds !== undefined) expect([seconds > 0, seconds <= 60]).toEqual([true, true]);
  expect(await take('another')).toBeUndefined();
});

it('counts over processes: together they grant no more than one, and leave less than a share each', async () => {
  const processes = times(4).map(() => turns(pool, 'officer', 100));
  const answers = [];
  for (const _ of times(60)) answers.push(...(await Promise.all(processes.map((take) => take('one')))));
  expect(granted(answers)).toBeLessThanOrEqual(100);
  expect(granted(answers)).toBeGreaterThanOrEqual(100 - 4 * (100 / 20 - 1));
  const agency = turns(pool, 'agency', 100);
  expect(await agency('one')).toBeUndefined();
});

it('is asked of the database once a share, not once a request', async () => {
  const take = turns(pool, 'officer', 1_000);
  for (const _ of times(50)) await take('one');
  const { rows } = await pool.query<{ points: number }>('select points from access.turn');
  expect(rows).toEqual([{ points: 50 }]);
});

it('lets each process count by itself while the database does not answer', async () => {
  const [take, other] = [turns(pool, 'officer', 20), turns(pool, 'officer', 20)];
  await pool.query('drop table access.turn');
  const answers = await Promise.all(times(40).flatMap(() => [take('one')]));
  expect(granted(answers)).toBe(20);
  expect(await other('one')).toBeUndefined();
});
