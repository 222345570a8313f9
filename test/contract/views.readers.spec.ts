import pg from 'pg';
import { readers } from '../../libs/runtime/src/views/postgres/readers.ts';

const connectionString = process.env.JIELI_TEST_DATABASE_URL ?? '';
const NAME = 'jieli readers spec';
const config = { connectionString, application_name: NAME };

it('answers many questions at once, each with its own answer, over no more connections than it may open', async () => {
  const reading = readers(config, 2);
  const numbers = Array.from({ length: 40 }, (_, n) => n);
  const ask = (n: number) =>
    reading.query<{ n: string; pid: number }>({
      name: `${n % 3}`,
      text: `select $1::text || '${n % 3}' as n, pg_backend_pid() as pid`,
      values: [n],
    });
  const answers = (await Promise.all(numbers.map(ask))).map(({ rows }) => rows[0]);
  expect(answers.map((answer) => answer?.n)).toEqual(numbers.map((n) => `${n}${n % 3}`));
  expect(new Set(answers.map((answer) => answer?.pid)).size).toBeLessThanOrEqual(2);
  await reading.end();
});

it('sends what is asked in one turn over one connection, so far as it leaves together', async () => {
  const reading = readers(config, 2);
  const ask = () => reading.query<{ pid: number }>({ name: 'who', text: 'select pg_backend_pid() as pid' });
  const asked = await Promise.all(Array.from({ length: 16 }, ask));
  expect(new Set(asked.map(({ rows }) => rows[0]?.pid)).size).toBe(1);
  await reading.end();
});

it('answers nobody on a connection that did not hear for whom it reads, not those either who asked right behind', async () => {
  const reading = readers(config, 1);
  const whose = { text: "select current_setting('jieli.spec', true) as whose" };
  const telling = (reader: string, sql = `select set_config('jieli.spec', '${reader}', false)`) => ({
    key: reader,
    question: { text: sql },
  });
  await reading.query(whose, telling('one'));
  const unheard = telling('two', 'select 1/0');
  const asked = await Promise.allSettled([reading.query(whose, unheard), reading.query(whose, unheard)]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const { rows } = await reading.query(whose, telling('two'));
  expect(rows).toEqual([{ whose: 'two' }]);
  await reading.end();
});

it('fails the one that is wrong, not its neighbours', async () => {
  const reading = readers(config, 1);
  const [first, wrong, last] = await Promise.allSettled([
    reading.query({ text: 'select 1' }),
    reading.query({ text: 'select 1/0' }),
    reading.query({ text: 'select 2' }),
  ]);
  expect([first?.status, wrong?.status, last?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await reading.end();
});

it('opens another connection after one was lost', async () => {
  const reading = readers(config, 1);
  await reading.query({ text: 'select 1' });
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [NAME]);
  await admin.end();
  const answers: unknown[] = [];
  while (answers.length === 0) {
    await reading.query({ text: 'select 1 as one' }).then(
      ({ rows }) => answers.push(...rows),
      () => undefined,
    );
  }
  expect(answers).toEqual([{ one: 1 }]);
  await reading.end();
});
