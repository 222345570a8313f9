import { randomUUID } from 'node:crypto';
import { migrateLog, postgresStore, StoreError } from '#event-store';
import { all, ascends, basket, ids, refusal, some } from '../../libs/event-store/src/contract/sample.ts';
import { eventStoreContract } from '../../libs/event-store/src/contract.ts';
import { queues, server, until } from '../../libs/event-store/src/postgres/server.fixture.ts';

const connectionString = process.env.JIELI_TEST_DATABASE_URL;
if (connectionString === undefined) throw new Error('JIELI_TEST_DATABASE_URL names no PostgreSQL server');

const { clear, opened, pool, schema: schemaOf, unsteady } = server(connectionString);

afterEach(clear);

/** Asks until the store answers: a connection that was cut is noticed by whoever uses it next. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'unavailable') throw error;
    }
  }
}

const ORDERS = ['sequencer', 'horizon'] as const;

for (const order of ORDERS) {
  eventStoreContract(`PostgreSQL in ${order} order`, async () => {
    const ground = server(connectionString);
    const own = ground.pool();
    return {
      store: await ground.opened({ pool: own, schema: ground.schema(own), order, patienceMillis: 30_000 }),
      cleanup: ground.clear,
    };
  });
}

describe.each(ORDERS)('two stores on one database, in %s order', (order) => {
  it('give 16 writers and their followers one order without gap, while commits are delayed', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    const stores = [await opened({ pool: pool(), schema, order }), await opened({ pool: pool(), schema, order })];
    const seen = stores.map(() => basket());
    stores.forEach((store, index) => {
      store.follow({ after: null, batch: 10, handle: async (events) => seen[index]?.put(events) });
    });
    let writing = true;
    const slow = (async () => {
      const client = await admin.connect();
      for (let turn = 0; writing && turn < 25; turn += 1) {
        await client.query('begin');
        await client.query(`select * from "${schema}".append($1, $2, $3, $4, $5, $6, $7, null)`, [
          [true],
          [`slow-${turn}`],
          [0],
          [randomUUID()],
          ['Slow'],
          ['{}'],
          ['{}'],
        ]);
        await until(async () => !writing || order === 'horizon' || (await queues(admin, schema)));
        await client.query('commit');
      }
      client.release();
    })();
    const shared = { won: 0 };
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        const store = stores[writer % 2];
        for (let turn = 0; store && turn < 40; turn += 1) {
          await store.append(`case-${writer}`, turn === 0 ? 'no-stream' : turn * 2 - 1, some(2));
          const contest = await Promise.allSettled([
            store.append('shared', turn === 0 ? 'no-stream' : turn - 1, some(1)),
          ]);
          shared.won += contest.filter(({ status }) => status === 'fulfilled').length;
        }
      }),
    );
    writing = false;
    await slow;
    const [store] = stores;
    if (!store) throw new Error('no store');
    const log = await all(store);
    expect(ascends(store, log)).toBe(true);
    if (order === 'sequencer') {
      expect(log.map(({ position }) => Number(position))).toEqual(log.map((_, index) => index + 1));
    }
    for (const own of Map.groupBy(log, ({ stream }) => stream).values()) {
      expect(own.map(({ revision }) => revision)).toEqual(own.map((_, index) => index));
    }
    const contested = log.filter((event) => event.stream === 'shared');
    expect(contested.map(({ revision }) => revision)).toEqual(contested.map((_, index) => index));
    expect(contested).toHaveLength(shared.won);
    for (const each of seen) {
      await each.holds(log.length);
      expect(each.events).toEqual(log);
    }
    expect(log.filter((event) => event.stream.startsWith('case-'))).toHaveLength(16 * 40 * 2);
  });

  it('refuse what the other has written, and know it again', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    const [one, other] = [await opened({ pool: pool(), schema, order }), await opened({ pool: pool(), schema, order })];
    const events = some(2);
    const first = await one.append('case-1', 'no-stream', events);
    expect(await other.append('case-1', 'no-stream', events)).toEqual({ ...first, repeated: true });
    expect(await refusal(other.append('case-1', 'no-stream', some(1)))).toMatchObject({ code: 'conflict', actual: 1 });
  });

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

describe('a database that goes away', () => {
  it('is met again by followers and writers, with nothing missed or repeated', async () => {
    const admin = pool();
    const schema = schemaOf(admin);
    const store = await opened({ pool: pool({ application_name: schema }), schema });
    const seen = basket();
    store.follow({ after: null, batch: 3, handle: seen.put });
    for (let turn = 0; turn < 5; turn += 1) {
      const appends = Array.from({ length: 10 }, (_, index) => {
        const events = some(2);
        return insist(() => store.append(`case-${turn}-${index}`, 'no-stream', events));
      });
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [schema]);
      await Promise.all(appends);
    }
    await seen.holds(100);
    expect(seen.events).toEqual(await insist(() => all(store)));
    expect(seen.events).toHaveLength(100);
  });

  it('is tried again until it is back, and meanwhile refuses as unavailable', async () => {
    const { store, down, leave, comeBack } = await unsteady();
    const seen = basket();
    store.follow({ after: null, batch: 10, handle: seen.put });
    const events = some(3);
    await store.append('case-1', 'no-stream', events.slice(0, 1));
    await seen.holds(1);
    await leave();
    await down;
    expect(await refusal(store.append('case-1', 0, events.slice(1)))).toMatchObject({ code: 'unavailable' });
    await comeBack();
    await store.append('case-1', 0, events.slice(1));
    await seen.holds(3);
    expect(ids(seen.events)).toEqual(ids(events));
  });

  it('does not keep the store from closing', async () => {
    const { store, down, leave } = await unsteady();
    const subscription = store.follow({ after: null, batch: 10, handle: async () => undefined });
    await leave();
    await down;
    const append = refusal(store.append('case-1', 'no-stream', some(1)));
    await store.close();
    await expect(subscription.closed).resolves.toBeUndefined();
    expect(await append).toMatchObject({ code: 'unavailable' });
  });

  it('gives the answer again that was lost on the way', async () => {
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
    expect(await refusal(store.readAll({ after: null, limit: 10 }))).toMatchObject({ code: 'invalid' });
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
