import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EventStore,
  type EventStoreDbOptions,
  eventStoreDb,
  type NewEvent,
  type Position,
  StoreError,
} from '#event-store';
import { all, basket, gate, refusal, some } from '../../libs/event-store/src/contract/sample.ts';
import { selfSigned } from '../../libs/event-store/src/eventstoredb/double/certificate.fixture.ts';
import { type DoubleOptions, DoubleServer } from '../../libs/event-store/src/eventstoredb/double/server.fixture.ts';

const clearing: (() => unknown)[] = [];
afterEach(async () => {
  for (const clear of clearing.splice(0)) await clear();
});

async function started(options?: DoubleOptions): Promise<DoubleServer> {
  const double = await DoubleServer.start(options);
  clearing.push(() => double.die());
  return double;
}

async function opened(to: DoubleServer | string, options: Partial<EventStoreDbOptions> = {}): Promise<EventStore> {
  const connectionString = typeof to === 'string' ? to : to.connectionString;
  const store = await eventStoreDb({ connectionString, ...options });
  clearing.unshift(() => store.close());
  return store;
}

/** Opens after so many troubles. */
function troubled(times = 1) {
  const { opened: often, open } = gate();
  const errors: StoreError[] = [];
  const onTrouble = (error: StoreError) => {
    errors.push(error);
    if (errors.length === times) open();
  };
  return { errors, onTrouble, often };
}

/** Appends until the server answers, as a caller with an idempotent command does. */
async function insist(store: EventStore, stream: string, events: readonly NewEvent[]): Promise<void> {
  for (;;) {
    try {
      await store.append(stream, 'no-stream', events);
      return;
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'unavailable') throw error;
    }
  }
}

describe('a server that does not answer', () => {
  it.each([
    ['did it all the same', 'swallowing', true],
    ['did nothing', 'silent', false],
  ] as const)('is given up after a while; the retry finds that it %s', async (_, mood, repeated) => {
    const double = await started();
    const store = await opened(double, { timeoutMillis: 1_000 });
    const events = some(2);
    double.mood = mood;
    const work = [store.append('case-1', 'no-stream', events), store.read('case-1'), store.head()].map(refusal);
    expect((await Promise.all(work)).map(({ code }) => code)).toEqual(Array(3).fill('unavailable'));
    double.mood = 'serving';
    expect(await store.append('case-1', 'no-stream', events)).toMatchObject({ revision: 1, repeated });
    expect(await all(store)).toHaveLength(2);
  });

  it('does not keep appends waiting for each other, nor the store from closing', async () => {
    const double = await started();
    const store = await opened(double, { timeoutMillis: 1_000 });
    const subscription = store.follow({ after: null, batch: 10, handle: async () => undefined });
    double.mood = 'silent';
    const appends = Array.from({ length: 200 }, (_, index) =>
      refusal(store.append(`case-${index % 3}`, 'any', some(1))),
    );
    await store.close();
    await expect(subscription.closed).resolves.toBeUndefined();
    expect(new Set((await Promise.all(appends)).map(({ code }) => code))).toEqual(new Set(['unavailable']));
  });

  it('is asked again for a subscription that it did not confirm', async () => {
    const double = await started();
    const trouble = troubled();
    const store = await opened(double, { timeoutMillis: 1_000, onTrouble: trouble.onTrouble });
    const seen = basket();
    double.mood = 'silent';
    store.follow({ after: null, batch: 10, handle: seen.put });
    await trouble.often;
    double.mood = 'serving';
    await store.append('case-1', 'no-stream', some(2));
    await seen.holds(2);
  });
});

describe('a server that goes away', () => {
  it('ends subscriptions in good order: they are made again, and miss and repeat nothing', async () => {
    const double = await started();
    const trouble = troubled(3);
    const store = await opened(double, { onTrouble: trouble.onTrouble });
    const seen = basket();
    store.follow({ after: null, batch: 2, handle: seen.put });
    for (let turn = 0; turn < 3; turn += 1) {
      await store.append('case-1', 'any', some(3));
      await seen.holds(turn * 3 + 3);
      double.endSubscriptions();
    }
    await trouble.often;
    expect(trouble.errors.map(({ code }) => code)).toEqual(['unavailable', 'unavailable', 'unavailable']);
    await store.append('case-1', 'any', some(1));
    await seen.holds(10);
    expect(seen.events).toEqual(await all(store));
  });

  it('is unavailable from the beginning when nobody answers, or the server is not ready', async () => {
    expect(await refusal(eventStoreDb({ connectionString: 'esdb://127.0.0.1:1?tls=false' }))).toMatchObject({
      code: 'unavailable',
    });
    const double = await started();
    double.mood = 'refusing';
    const { connectionString } = double;
    expect(await refusal(eventStoreDb({ connectionString }))).toMatchObject({ code: 'unavailable' });
  });
});

describe('a cluster', () => {
  /** Two members with one log, of which the first leads. */
  async function pair() {
    const first = await started();
    const second = await started({ log: first.log });
    const lead = (leader: DoubleServer, follower: DoubleServer) => {
      leader.mood = 'serving';
      follower.mood = { leader: leader.endpoint };
      const members = [first, second].map((member) => ({ ...member.endpoint, leads: member === leader }));
      for (const member of [first, second]) member.members = members;
    };
    lead(first, second);
    return { first, second, lead };
  }

  it('redirects to its leader, and appends and reads go there', async () => {
    const { first, second } = await pair();
    const store = await opened(second);
    const seen = basket();
    store.follow({ after: null, batch: 10, handle: seen.put });
    await store.append('case-1', 'no-stream', some(2));
    await seen.holds(2);
    expect(first.met.map(({ method }) => method)).toEqual(expect.arrayContaining(['append', 'read']));
    expect(second.met.every(({ requiresLeader }) => requiresLeader)).toBe(true);
  });

  it('changes its leader under writers and followers', async () => {
    const { first, second, lead } = await pair();
    const store = await opened(first);
    const seen = basket();
    store.follow({ after: null, batch: 10, handle: seen.put });
    await store.append('case-1', 'no-stream', some(2));
    await seen.holds(2);
    lead(second, first);
    first.endSubscriptions();
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.append(`case-2-${index}`, 'any', some(1))));
    await seen.holds(22);
    expect(seen.events).toEqual(await all(store));
  });

  it.each([
    ['all members', (at: readonly string[]) => `esdb://${at.join(',')}?tls=false&discoveryInterval=5`],
    ['one name', (at: readonly string[]) => `esdb+discover://${at[1]}?tls=false&discoveryInterval=5`],
  ])('is found by %s, and found again when its leader dies', async (_, connectionString) => {
    const { first, second, lead } = await pair();
    const at = [first, second].map(({ endpoint }) => `${endpoint.address}:${endpoint.port}`);
    const store = await opened(connectionString(at));
    const seen = basket();
    store.follow({ after: null, batch: 10, handle: seen.put });
    await store.append('case-1', 'no-stream', some(1));
    expect(first.met.some(({ method }) => method === 'append')).toBe(true);
    first.die();
    lead(second, first);
    await insist(store, 'case-2', some(1));
    await seen.holds(2);
    second.die();
    expect(await refusal(store.read('case-1'))).toMatchObject({ code: 'unavailable' });
    await second.comeBack();
    await insist(store, 'case-3', some(1));
    await seen.holds(3);
  });

  it('may lose a connection while the next one is sought in vain', async () => {
    const double = await started();
    const { address, port } = double.endpoint;
    const store = await opened(`esdb+discover://${address}:${port}?tls=false&discoveryInterval=50`);
    const seen = basket();
    const subscription = store.follow({ after: null, batch: 10, handle: seen.put });
    await store.append('case-1', 'no-stream', some(1));
    await seen.holds(1);
    double.mood = 'refusing';
    expect(await refusal(store.head())).toMatchObject({ code: 'unavailable' }); // the client hangs up
    const sought = refusal(store.head());
    double.die();
    expect(await sought).toMatchObject({ code: 'unavailable' });
    await store.close();
    await expect(subscription.closed).resolves.toBeUndefined();
  });
});

describe('TLS', () => {
  it('is spoken with an authority of one’s own, and the credentials of the connection string are shown', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jieli-tls-'));
    clearing.push(() => rm(folder, { recursive: true }));
    const tls = selfSigned(new Date());
    const file = join(folder, 'ca.crt');
    await writeFile(file, tls.certificate);
    const double = await started({ tls });
    const at = `localhost:${double.endpoint.port}`;
    const store = await opened(`esdb://admin:p%40ss@${at}?tlsCAFile=${encodeURIComponent(file)}`);
    await store.append('case-1', 'no-stream', some(1));
    const expected = `Basic ${Buffer.from('admin:p@ss').toString('base64')}`;
    expect(new Set(double.met.map(({ authorization }) => authorization))).toEqual(new Set([expected]));
    const stranger = { connectionString: `esdb://admin:p%40ss@${at}`, timeoutMillis: 1_000 };
    expect(await refusal(eventStoreDb(stranger))).toMatchObject({ code: 'unavailable' });
  });
});

describe('one server for many', () => {
  it('keeps logs with different prefixes apart', async () => {
    const double = await started();
    const [one, other] = [await opened(double, { prefix: 'one-' }), await opened(double, { prefix: 'other-' })];
    const seen = basket();
    other.follow({ after: null, batch: 10, handle: seen.put });
    await one.append('case-1', 'no-stream', some(2));
    expect(await other.head()).toBeNull();
    await other.append('$case-1', 'no-stream', some(3));
    await seen.holds(3);
    expect(seen.events).toEqual(await all(other));
    expect((await all(one)).map(({ stream }) => stream)).toEqual(['case-1', 'case-1']);
  });

  it('is never asked for more streams at once than servers allow on a connection', async () => {
    const double = await started({ streams: 1_000 }); // to see what would have had to wait
    const store = await opened(double);
    const seen = Array.from({ length: 32 }, () => basket());
    for (const { put } of seen) store.follow({ after: null, batch: 100, handle: put });
    const { closed } = store.follow({ after: null, batch: 1, handle: async () => undefined });
    expect(await refusal(closed)).toMatchObject({ code: 'invalid', message: expect.stringContaining('32 followers') });
    const work = Array.from({ length: 300 }, (_, index) => [
      store.append(`case-${index}`, 'no-stream', some(1)),
      store.read(`case-${index}`),
    ]);
    await Promise.all(work.flat());
    await Promise.all(seen.map((each) => each.holds(300)));
    expect(double.mostAtOnce).toBeGreaterThan(64);
    expect(double.mostAtOnce).toBeLessThanOrEqual(100);
  });
});

describe('what the server and its log may hold', () => {
  it('refuses an append larger than the server takes, and writes nothing of it', async () => {
    const store = await opened(await started());
    const events = some(4).map((event) => ({ ...event, data: 'x'.repeat(400 * 1024) }));
    expect(await refusal(store.append('case-1', 'no-stream', events))).toMatchObject({ code: 'too-large' });
    expect(await store.head()).toBeNull();
  });

  it('refuses names of the server’s own streams', async () => {
    const store = await opened(await started());
    expect(await refusal(store.append('$settings', 'any', some(1)))).toMatchObject({ code: 'invalid' });
    expect(await refusal(store.read('$settings'))).toMatchObject({ code: 'invalid' });
    const options = { connectionString: 'esdb://127.0.0.1:1', prefix: '$jieli-' };
    expect(await refusal(eventStoreDb(options))).toMatchObject({ code: 'invalid' });
  });

  it('does not read on past an event that another hand wrote', async () => {
    const double = await started();
    const store = await opened(double);
    const [data, metadata] = [Buffer.from('{}'), Buffer.from('{"by":"hand"}')];
    const id = '00000000-0000-4000-8000-000000000001';
    double.log.append('case-1', 'any', [{ id, type: 'Odd', contentType: 'application/json', data, metadata }]);
    expect(await refusal(store.read('case-1'))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(id),
    });
    const { closed } = store.follow({ after: null, batch: 1, handle: async () => undefined });
    expect(await refusal(closed)).toMatchObject({ code: 'invalid' });
  });

  it('refuses a position of another engine, and keeps its own exact', async () => {
    const store = await opened(await started());
    const foreign = '17' as Position;
    expect(await refusal(store.readAll({ after: foreign, limit: 1 }))).toMatchObject({ code: 'invalid' });
    const { closed } = store.follow({ after: foreign, batch: 1, handle: async () => undefined });
    expect(await refusal(closed)).toMatchObject({ code: 'invalid' });
    expect(() => store.compare(foreign, null)).not.toThrow();
    const large = ['4611686018427387904:1', '4611686018427387905:0', '4611686018427387905:1'] as Position[];
    expect([...large].reverse().sort(store.compare)).toEqual(large);
  });

  it('takes each append as a call of its own, from the leader', async () => {
    const double = await started();
    const store = await opened(double);
    const seen = basket();
    store.follow({ after: null, batch: 1, handle: seen.put });
    await store.append('case-1', 'any', some(1));
    await seen.holds(1);
    expect(new Set(double.met.map(({ method }) => method))).toEqual(new Set(['read', 'append']));
    expect(double.met.every(({ requiresLeader }) => requiresLeader)).toBe(true);
  });
});
