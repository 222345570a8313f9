import { setImmediate } from 'node:timers/promises';
import type { EventStore, StoredEvent } from '../port.ts';
import { all, ascends, basket, refusal, some } from './sample.ts';
import type { Troubled } from './subject.ts';

/** Reads page by page behind the last event it saw, and never looks back, until it is told that there is no more. */
function pager(store: EventStore, limit: number) {
  const events: StoredEvent[] = [];
  let writing = true;
  const look = async () => {
    const page = await store.readAll({ after: events.at(-1)?.position ?? null, limit });
    events.push(...page);
    return page.length;
  };
  const done = (async () => {
    while (writing) {
      await look();
      await setImmediate();
    }
    while ((await look()) > 0);
    return events;
  })();
  return () => {
    writing = false;
    return done;
  };
}

export function sharing(troubled: Troubled): void {
  it('gives 16 writers and every reader one order without a gap or a skip, while commits are delayed', async () => {
    const { store, another, delayed } = await troubled();
    const stores = [store, await another()];
    const seen = stores.map(() => basket());
    stores.forEach((one, index) => {
      one.follow({ after: null, batch: index === 0 ? 10 : 3, handle: async (events) => seen[index]?.put(events) });
    });
    const paged = stores.map((one) => pager(one, 7));
    const late = async () => {
      for (let turn = 0; turn < 12; turn += 1) {
        const slow = await delayed(`late-${turn}`);
        const beside = store.append(`beside-${turn}`, 'no-stream', some(1));
        await Promise.race([beside, slow.waitedFor()]);
        await slow.commit();
        await beside;
      }
    };
    let won = 0;
    const write = async (writer: number) => {
      const own = stores[writer % 2];
      for (let turn = 0; own && turn < 15; turn += 1) {
        await own.append(`case-${writer}`, turn === 0 ? 'no-stream' : turn * 2 - 1, some(2));
        const contest = own.append('shared', turn === 0 ? 'no-stream' : turn - 1, some(1));
        const [{ status }] = await Promise.allSettled([contest]);
        if (status === 'fulfilled') won += 1;
      }
    };
    await Promise.all([late(), ...Array.from({ length: 16 }, (_, writer) => write(writer))]);
    const log = await all(store);
    expect(ascends(store, log)).toBe(true);
    for (const own of Map.groupBy(log, ({ stream }) => stream).values()) {
      expect(own.map(({ revision }) => revision)).toEqual(own.map((_, index) => index));
    }
    const many = Map.groupBy(log, ({ stream }) => stream.replace(/-.*/, ''));
    const counts = Object.fromEntries([...many].map(([kind, { length }]) => [kind, length]));
    expect(counts).toEqual({ case: 16 * 15 * 2, shared: won, late: 12, beside: 12 });
    for (const each of seen) {
      await each.holds(log.length);
      expect(each.events).toEqual(log);
    }
    for (const end of paged) expect(await end()).toEqual(log);
  });

  it('gives a reader nothing behind an append that is delayed and comes to stand before it', async () => {
    const { store, another, delayed } = await troubled();
    const [follower, seen] = [await another(), basket()];
    follower.follow({ after: null, batch: 10, handle: seen.put });
    const slow = await delayed('late');
    const beside = store.append('beside', 'no-stream', some(1));
    await Promise.race([beside, slow.waitedFor()]);
    await slow.commit();
    await beside;
    await seen.holds(2);
    expect(seen.events).toEqual(await all(store));
  });

  it('refuses what another store has written, and knows it again', async () => {
    const { store, another } = await troubled();
    const other = await another();
    const events = some(2);
    const first = await store.append('case-1', 'no-stream', events);
    expect(await other.append('case-1', 'no-stream', events)).toEqual({ ...first, repeated: true });
    expect(await refusal(other.append('case-1', 'no-stream', some(1)))).toMatchObject({ code: 'conflict', actual: 1 });
    expect(await refusal(other.append('case-1', 0, some(1)))).toMatchObject({ code: 'conflict', actual: 1 });
  });

  it.each(['no-stream', 'any'] as const)(
    'says to one of several writers alone that it was the first (%s)',
    async (to) => {
      const { store, another } = await troubled();
      const stores = [store, await another(), await another()];
      const events = some(2);
      const answers = await Promise.all(stores.map((one) => one.append('case-1', to, events)));
      expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
      expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
      expect(await all(store)).toHaveLength(2);
    },
  );

  it('takes appends at any revision from several writers, each once', async () => {
    const { store, another } = await troubled();
    const stores = [store, await another(), await another()];
    await Promise.all(Array.from({ length: 30 }, (_, index) => stores[index % 3]?.append('audit', 'any', some(2))));
    expect(await store.read('audit')).toHaveLength(60);
  });

  it('gives a claim that several writers want at once to one stream', async () => {
    const { store, another } = await troubled();
    const stores = [store, await another()];
    const claim = '7b0f3c5e-0000-4000-8000-000000000001';
    const streams = Array.from({ length: 10 }, (_, index) => `case-${index}`);
    const answers = await Promise.allSettled(
      streams.map((stream, index) => stores[index % 2]?.append(stream, 'no-stream', some(1), claim)),
    );
    const claimant = await store.claimant(claim);
    answers.forEach((answer, index) => {
      if (streams[index] === claimant) expect(answer.status).toBe('fulfilled');
      else expect(answer).toMatchObject({ reason: { code: 'claimed', claimant } });
    });
    expect((await all(store)).map(({ stream }) => stream)).toEqual([claimant]);
  });
}
