import type { StoredEvent } from '../port.ts';
import { all, basket, type Fresh, gate, refusal, some } from './sample.ts';

export function following(fresh: Fresh): void {
  it('catches up from the beginning and goes on live', async () => {
    const store = await fresh();
    for (const stream of ['a', 'b', 'c']) await store.append(stream, 'no-stream', some(3));
    const seen = basket();
    const subscription = store.follow({ after: null, batch: 2, handle: seen.put });
    await seen.holds(9);
    for (const stream of ['d', 'e']) {
      await store.append(stream, 'no-stream', some(2));
      await seen.holds(stream === 'd' ? 11 : 13);
    }
    await subscription.close();
    expect(seen.events).toEqual(await all(store));
  });

  it('starts behind any checkpoint', async () => {
    const store = await fresh();
    await store.append('a', 'no-stream', some(4));
    const [, second] = await all(store);
    const seen = basket();
    const subscription = store.follow({ after: second?.position ?? null, batch: 10, handle: seen.put });
    await store.append('a', 3, some(1));
    await seen.holds(3);
    await subscription.close();
    expect(seen.events).toEqual((await all(store)).slice(2));
  });

  it('misses and repeats nothing while many write', async () => {
    const store = await fresh();
    const seen = [basket(), basket()];
    const subscriptions = seen.map((each, index) =>
      store.follow({ after: null, batch: index === 0 ? 3 : 100, handle: each.put }),
    );
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        for (let turn = 0; turn < 20; turn += 1) await store.append(`case-${writer}`, 'any', some(1 + (turn % 3)));
      }),
    );
    const log = await all(store);
    for (const each of seen) {
      await each.holds(log.length);
      expect(each.events).toEqual(log);
    }
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
  });

  it('gives a slow reader one batch at a time, of no more than it asked for', async () => {
    const store = await fresh();
    const seen = basket();
    const entered = [gate(), gate(), gate()];
    const released = gate();
    let active = 0;
    let calls = 0;
    const handle = async (events: readonly StoredEvent[]) => {
      active += 1;
      expect(active).toBe(1);
      expect(events.length).toBeLessThanOrEqual(4);
      entered[calls]?.open();
      calls += 1;
      await released.opened;
      active -= 1;
      await seen.put(events);
    };
    await store.append('a', 'no-stream', some(6));
    const subscription = store.follow({ after: null, batch: 4, handle });
    await entered[0]?.opened;
    for (let turn = 0; turn < 20; turn += 1) await store.append('b', 'any', some(1));
    expect(calls).toBe(1);
    released.open();
    await Promise.race([seen.holds(26), subscription.closed]);
    await subscription.close();
    await subscription.closed;
    expect(seen.events).toEqual(await all(store));
  });

  it('ends when the handler rejects, and gives it nothing more', async () => {
    const store = await fresh();
    await store.append('a', 'no-stream', some(4));
    const batches: (readonly StoredEvent[])[] = [];
    const subscription = store.follow({
      after: null,
      batch: 2,
      handle: async (events) => {
        batches.push(events);
        throw new Error('cannot fold this');
      },
    });
    await expect(subscription.closed).rejects.toThrow('cannot fold this');
    await store.append('a', 3, some(1));
    await subscription.close();
    const [first = [], ...others] = batches;
    expect(others).toEqual([]);
    expect(first.length).toBeGreaterThan(0); // an engine that is told of events one by one may begin with less than a batch
    expect(first).toEqual((await all(store)).slice(0, Math.min(first.length, 2)));
  });

  it('waits for the running batch when closed, and starts no other', async () => {
    const store = await fresh();
    await store.append('a', 'no-stream', some(4));
    const [entered, released] = [gate(), gate()];
    const steps: string[] = [];
    const subscription = store.follow({
      after: null,
      batch: 1,
      handle: async () => {
        steps.push('begun');
        entered.open();
        await released.opened;
        steps.push('done');
      },
    });
    await entered.opened;
    const closing = subscription.close().then(() => steps.push('closed'));
    await store.append('b', 'no-stream', some(1));
    released.open();
    await closing;
    await subscription.closed;
    expect(steps).toEqual(['begun', 'done', 'closed']);
  });

  it('closes while it waits for events', async () => {
    const store = await fresh();
    const seen = basket();
    const subscription = store.follow({ after: null, batch: 10, handle: seen.put });
    await store.append('a', 'no-stream', some(1));
    await seen.holds(1);
    await subscription.close();
    await expect(subscription.closed).resolves.toBeUndefined();
    await store.append('a', 0, some(1));
    expect(seen.events).toHaveLength(1);
  });

  it('refuses a batch of nothing', async () => {
    const store = await fresh();
    const { closed } = store.follow({ after: null, batch: 0, handle: async () => undefined });
    expect(await refusal(closed)).toMatchObject({ code: 'invalid' });
  });
}
