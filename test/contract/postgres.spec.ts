import { migrateLog, type Position, postgresStore } from '#event-store';
import { all, basket, refusal, some } from '../../libs/event-store/src/contract/sample.ts';
import { eventStoreContract } from '../../libs/event-store/src/contract.ts';
import { queues, server, until } from '../../libs/event-store/src/postgres/server.fixture.ts';

const connectionString = process.env.JIELI_TEST_DATABASE_URL;
if (connectionString === undefined) throw new Error('JIELI_TEST_DATABASE_URL names no PostgreSQL server');

const { clear, opened, pool, schema: schemaOf } = server(connectionString);

afterEach(clear);

const ORDERS = ['sequencer', 'horizon'] as const;

for (const order of ORDERS) {
  eventStoreContract(`PostgreSQL in ${order} order`, () => server(connectionString).subject(order));
}

describe.each(ORDERS)('two stores on one database, in %s order', (order) => {
  it('wake each other without LISTEN too', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    const [writer, reader] = [
      await opened({ pool: pool(), schema, order }),
      await opened({ pool: pool(), schema, order, listen: false }),
    ];
    const seen = basket();
    reader.follow({ after: null, batch: 10, handle: seen.put });
    await writer.append('case-1', 'no-stream', some(1));
    await seen.holds(1);
  });
});

describe('a database that does not answer', () => {
  it('is given up after the pool’s time; the retry finds that it went on all the same', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    await migrateLog(admin, schema);
    const store = await opened({ pool: pool({ query_timeout: 100 }), schema });
    const holder = await admin.connect();
    await holder.query(`begin; update "${schema}".sequencer set last = last`);
    const events = some(2);
    expect(await refusal(store.append('case-1', 'no-stream', events))).toMatchObject({ code: 'unavailable' });
    await holder.query('commit');
    holder.release();
    await until(async () => (await store.head()) !== null); // the server went on without us
    expect(await store.append('case-1', 'no-stream', events)).toMatchObject({ revision: 1, repeated: true });
    expect(await all(store)).toHaveLength(2);
  });

  it('is unavailable from the beginning when nobody answers', async () => {
    const nowhere = pool({ connectionString: 'postgres://nobody@127.0.0.1:1/nowhere' });
    expect(await refusal(postgresStore({ pool: nowhere }))).toMatchObject({ code: 'unavailable' });
  });
});

describe('the log in PostgreSQL', () => {
  it('keeps the neighbours of an append that the server refuses', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    const store = await opened({ pool: pool(), schema });
    await admin.query(`alter table "${schema}".event add check (type <> 'Spoiled')`);
    const spoiled = some(2).map((event) => ({ ...event, type: 'Spoiled' }));
    const answers = await Promise.allSettled([
      store.append('a', 'no-stream', some(1)),
      store.append('b', 'no-stream', spoiled),
      store.append('c', 'any', some(1)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({ reason: { code: 'invalid' } });
    expect((await all(store)).map(({ position }) => position)).toEqual(['1', '2']);
  });

  it.each([1, 4])('keeps a crowd, halved, around one that the server refuses, over %i connections', async (max) => {
    const admin = pool();
    const schema = schemaOf(admin);
    const store = await opened({ pool: pool({ max }), schema });
    await admin.query(`alter table "${schema}".event add check (type <> 'Spoiled')`);
    const crowd = Array.from({ length: 200 }, (_, index) =>
      store.append(
        `case-${index}`,
        'no-stream',
        index % 50 === 7 ? some(1).map((event) => ({ ...event, type: 'Spoiled' })) : some(1),
      ),
    );
    const lost = (await Promise.allSettled(crowd)).flatMap(({ status }, index) =>
      status === 'rejected' ? [index] : [],
    );
    expect(lost).toEqual([7, 57, 107, 157]);
    expect((await all(store)).map(({ position }) => Number(position))).toEqual(
      Array.from({ length: 196 }, (_, index) => index + 1),
    );
  });

  it('finishes appends that wait for another writer before it closes', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    const store = await opened({ pool: pool(), schema });
    const holder = await admin.connect();
    await holder.query(`begin; update "${schema}".sequencer set last = last`);
    const appends = Array.from({ length: 50 }, (_, index) => store.append(`case-${index % 20}`, 'any', some(1)));
    await until(() => queues(admin, schema));
    const closed = store.close();
    await holder.query('commit');
    holder.release();
    await closed;
    expect(await Promise.all(appends)).toHaveLength(50);
  });

  it('cannot be changed, and is not read past a gap', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    const store = await opened({ pool: pool(), schema });
    await store.append('a', 'no-stream', some(3));
    await expect(admin.query(`delete from "${schema}".event where pos = 2`)).rejects.toThrow('only appended to');
    await admin.query(`alter table "${schema}".event disable trigger append_only`);
    await admin.query(`delete from "${schema}".event where pos = 2`);
    for (const after of [null, '1' as Position]) {
      expect(await refusal(store.readAll({ after, limit: 10 }))).toMatchObject({ code: 'invalid' });
    }
    const { closed } = store.follow({ after: null, batch: 10, handle: async () => undefined });
    expect(await refusal(closed)).toMatchObject({ code: 'invalid' });
  });
});

describe('migrations', () => {
  it('run once, however many come at the same time', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    const versions = await Promise.all([1, 2, 3].map(() => migrateLog(pool(), schema)));
    versions.push(await migrateLog(admin, schema));
    const ran = await admin.query(`select version from "${schema}".migration order by version`);
    expect(ran.rows.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    expect(versions).toEqual([4, 4, 4, 4]);
  });

  it('refuse a schema of a newer program, and a name that is none', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    await migrateLog(admin, schema);
    await admin.query(`insert into "${schema}".migration (version) values (99)`);
    const refused = await refusal(postgresStore({ pool: admin, schema }));
    expect(refused).toMatchObject({ code: 'invalid', message: expect.stringContaining('at version 99') });
    expect(await refusal(postgresStore({ pool: admin, schema: 'Log"' }))).toMatchObject({ code: 'invalid' });
  });
});
