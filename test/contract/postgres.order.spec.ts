import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { goOverToHorizon } from '#event-store';
import { all, basket, ids, refusal, some } from '../../libs/event-store/src/contract/sample.ts';
import { appending, oneEvent, queues, server, until } from '../../libs/event-store/src/postgres/server.fixture.ts';

const connectionString = process.env.JIELI_TEST_DATABASE_URL;
if (connectionString === undefined) throw new Error('JIELI_TEST_DATABASE_URL names no PostgreSQL server');

const { clear, opened, pool, schema: schemaOf } = server(connectionString);

afterEach(clear);

async function ground(order: 'sequencer' | 'horizon', patienceMillis = 30_000) {
  const admin = pool();
  const schema = schemaOf(admin);
  return { admin, schema, store: await opened({ pool: pool(), schema, order, patienceMillis }) };
}

/** A transaction that has written something and goes on, anywhere in the cluster. */
async function openWrite(admin: Pool): Promise<PoolClient> {
  const client = await admin.connect();
  await client.query('begin');
  await client.query('select pg_current_xact_id()');
  return client;
}

async function end(client: PoolClient): Promise<void> {
  await client.query('rollback');
  client.release();
}

describe('horizon order', () => {
  it('gives nobody an event while one that is to stand before it may still come', async () => {
    const { admin, schema, store } = await ground('horizon', 200);
    const seen = basket();
    store.follow({ after: null, batch: 10, handle: seen.put });
    const late = await admin.connect();
    await late.query('begin');
    await late.query(appending(schema), oneEvent('late', 0));
    const { position } = await store.append('early', 'no-stream', some(1));
    expect(await store.read('early')).toHaveLength(1);
    expect(await store.head()).toBe(position);
    expect(await store.behind(null, 9)).toBe(1);
    for (const page of [store.readAll({ after: null, limit: 5 }), store.opened({ after: null, limit: 5 })]) {
      expect(await refusal(page)).toMatchObject({ code: 'unavailable', message: expect.stringContaining('is open') });
    }
    expect(seen.events).toEqual([]);
    await late.query('commit');
    late.release();
    await seen.holds(2);
    expect(seen.events.map(({ stream }) => stream)).toEqual(['late', 'early']);
  });

  it('reads what was in order before beside a transaction that stays open', async () => {
    const { admin, store } = await ground('horizon');
    await store.append('a', 'no-stream', some(3));
    const log = await all(store);
    const open = await openWrite(admin);
    await store.append('b', 'no-stream', some(1));
    const [last = null] = log.slice(2).map(({ position }) => position);
    expect(await store.readAll({ after: null, limit: 100, until: last })).toEqual(log);
    expect(await store.readAll({ after: null, limit: 3 })).toEqual(log);
    await end(open);
    expect(await all(store)).toHaveLength(4);
  });

  it('puts who waited for another in a stream behind it', async () => {
    const { admin, schema, store } = await ground('horizon');
    const first = await admin.connect();
    await first.query('begin');
    await first.query(appending(schema), oneEvent('shared', 0));
    const second = store.append('shared', 'any', some(1));
    await until(() => queues(admin, schema));
    await first.query('commit');
    first.release();
    expect(await second).toMatchObject({ revision: 1, repeated: false });
    expect((await all(store)).map(({ revision }) => revision)).toEqual([0, 1]);
  });

  it('refuses an append in a transaction whose place was taken before it', async () => {
    const { admin, schema, store } = await ground('horizon');
    const early = await openWrite(admin);
    await store.append('shared', 'no-stream', some(1));
    await expect(early.query(appending(schema), oneEvent('shared', 1))).rejects.toThrow(
      'the first that its transaction',
    );
    await end(early);
    expect(await all(store)).toHaveLength(1);
  });

  it('lets batches of two processes that want the same streams and claims pass, each in turn', async () => {
    const { schema, store } = await ground('horizon');
    const other = await opened({ pool: pool(), schema });
    const streams = Array.from({ length: 20 }, (_, index) => `case-${index}`);
    const claims = streams.map(() => randomUUID());
    const writing = [store, other].map((one, from) =>
      Promise.all(
        Array.from({ length: 10 }, (_, turn) => {
          const order = (from + turn) % 2 === 0 ? streams : streams.toReversed();
          return Promise.all(
            order.map((stream) => one.append(stream, 'any', some(1), claims[streams.indexOf(stream)])),
          );
        }),
      ),
    );
    await Promise.all(writing);
    const log = await all(store);
    expect(log).toHaveLength(400);
    for (const own of Map.groupBy(log, ({ stream }) => stream).values()) {
      expect(own.map(({ revision }) => revision)).toEqual(own.map((_, index) => index));
    }
  });

  it('goes on in a younger cluster, behind what was restored there', async () => {
    const { admin, schema, store } = await ground('horizon');
    await store.append('a', 'no-stream', some(1));
    await store.close();
    await admin.query(
      `insert into "${schema}".event (turn, pos, stream, revision, event_id, type, data, meta)
       values (4000000000, 1, 'restored', 0, $1, 'Restored', '{}', '{}')`,
      [randomUUID()],
    );
    const [one, other] = await Promise.all([1, 2].map(() => opened({ pool: pool(), schema })));
    if (!one || !other) throw new Error('not opened');
    const seen = basket();
    other.follow({ after: null, batch: 10, handle: seen.put });
    await one.append('restored', 0, some(1));
    await seen.holds(3);
    expect(seen.events.map(({ stream, revision }) => `${stream} ${revision}`)).toEqual([
      'a 0',
      'restored 0',
      'restored 1',
    ]);
    expect(await all(one)).toEqual(seen.events);
  });
});

describe('the order of a log', () => {
  it('is that of the first who writes; who wants the other is refused, who does not say takes it', async () => {
    const { admin, schema, store } = await ground('sequencer');
    await opened({ pool: pool(), schema, order: 'horizon' }); // nothing stands in it yet
    const last = await opened({ pool: pool(), schema, order: 'sequencer' });
    expect((await last.append('a', 'no-stream', some(1))).position).toBe('1');
    const refused = await refusal(opened({ pool: pool(), schema, order: 'horizon' }));
    expect(refused).toMatchObject({ code: 'invalid', message: expect.stringContaining('jieli log order horizon') });
    await opened({ pool: pool(), schema });
    await store.close();
    await goOverToHorizon(admin, schema);
    const back = await refusal(opened({ pool: pool(), schema, order: 'sequencer' }));
    expect(back).toMatchObject({ code: 'invalid', message: expect.stringContaining('does not go back') });
  });

  it('is changed without a checkpoint being lost, nor what a writer may send again', async () => {
    const { admin, schema, store } = await ground('sequencer');
    const events = some(2);
    const [claim, streams] = [randomUUID(), ['a', 'b', 'c']];
    for (const stream of streams) await store.append(stream, 'no-stream', some(2));
    const first = await store.append('d', 'no-stream', events, claim);
    const before = await all(store);
    await store.close();
    await goOverToHorizon(admin, schema);
    await goOverToHorizon(admin, schema); // and again, as after an answer that was lost
    const after = await opened({ pool: pool(), schema, order: 'horizon' });
    expect(await after.append('d', 'no-stream', events, claim)).toEqual({ ...first, repeated: true });
    expect(await after.claimant(claim)).toBe('d');
    const more = some(3);
    await after.append('a', 1, more.slice(0, 1));
    await after.append('e', 'no-stream', more.slice(1));
    const log = await all(after, 3);
    expect(log.slice(0, 8)).toEqual(before);
    expect(ids(log.slice(8))).toEqual(ids(more));
    const seen = basket();
    after.follow({ after: before[4]?.position ?? null, batch: 2, handle: seen.put });
    await seen.holds(6);
    expect(seen.events).toEqual(log.slice(5));
    expect(await after.behind(before[4]?.position ?? null, 99)).toBe(6);
  });
});
