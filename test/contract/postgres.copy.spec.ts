import pg from 'pg';
import { freshDatabase } from '#service';
import { copyIn, type Field } from '../../libs/runtime/src/views/postgres/copy.in.ts';

let client: pg.Client;
let drop: () => Promise<unknown>;

beforeEach(async () => {
  const fresh = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  drop = fresh.drop;
  client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  await client.query('create table filled (nth int primary key, said text, yes boolean, count int)');
});
afterEach(async () => {
  await client.end();
  await drop();
});

const columns = ['nth', 'said', 'yes', 'count'];

async function kept(): Promise<readonly (readonly Field[])[]> {
  const { rows } = await client.query({ text: 'select * from filled order by nth', rowMode: 'array' });
  return rows;
}

it('puts in texts of every kind and size, numbers, truth values and nothing, as they are', async () => {
  const texts = ['', '小明', '𠮷👨‍👩‍👧', '{"a\\nb","c"}\t\\.', 'x'.repeat(300_000), '嗎'.repeat(100_000), null];
  const rows = texts.flatMap((said, nth): (readonly Field[])[] => [
    [2 * nth, said, nth % 2 === 0, 3 - nth],
    [2 * nth + 1, 'short', null, null],
  ]);
  await copyIn(client, 'filled', columns, rows);
  expect(await kept()).toEqual(rows);
});

it('fills in many pieces, and with no rows at all', async () => {
  const rows = Array.from({ length: 5_000 }, (_, nth): readonly Field[] => [
    nth,
    '一'.repeat(nth % 97),
    true,
    nth * nth,
  ]);
  await copyIn(client, 'filled', columns, rows);
  await copyIn(client, 'filled', columns, []);
  expect(await kept()).toEqual(rows);
});

it('says what the server refuses, writes nothing of it, and leaves the connection whole', async () => {
  const good: readonly Field[] = [1, 'kept', true, 1];
  await copyIn(client, 'filled', columns, [good]);
  const twice: readonly (readonly Field[])[] = [[2, 'not kept', true, 1], good];
  await expect(copyIn(client, 'filled', columns, twice)).rejects.toMatchObject({ code: '23505' });
  await expect(copyIn(client, 'nowhere', columns, [good])).rejects.toMatchObject({ code: '42P01' });
  await copyIn(client, 'filled', columns, [[3, 'kept', true, 1]]);
  expect((await kept()).map(([nth]) => nth)).toEqual([1, 3]);
});
