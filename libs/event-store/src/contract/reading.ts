import { randomUUID } from 'node:crypto';
import type { Position } from '../port.ts';
import { all, type Fresh, ids, refusal, some } from './sample.ts';

export function reading(fresh: Fresh): void {
  it('finds an unknown stream and a new log empty', async () => {
    const store = await fresh();
    expect(await store.read('nothing')).toEqual([]);
    expect(await store.readAll({ after: null, limit: 10 })).toEqual([]);
    expect(await store.head()).toBeNull();
  });

  it('reads a stream from a revision', async () => {
    const store = await fresh();
    const events = some(4);
    await store.append('case-1', 'no-stream', events);
    expect(ids(await store.read('case-1', 2))).toEqual(ids(events.slice(2)));
    expect(await store.read('case-1', 4)).toEqual([]);
  });

  it('gives back what it was given', async () => {
    const store = await fresh();
    const event = {
      id: randomUUID(),
      type: '强制报告',
      data: {
        name: '𠮷𡈽冬',
        zero: 'a\0b',
        half: '\ud83d',
        quote: '{"\\,}',
        list: [null, true, 1.5, -0.25e-7],
        deep: { 嗎: {} },
      },
      meta: null,
    };
    await store.append('案件-𠮷', 'no-stream', [event]);
    const [stored] = await store.read('案件-𠮷');
    expect(stored).toEqual({ ...event, stream: '案件-𠮷', revision: 0, position: await store.head() });
    expect(await store.readAll({ after: null, limit: 1 })).toEqual([stored]);
  });

  it('keeps its own copy', async () => {
    const store = await fresh();
    const data = { names: ['小明'] };
    await store.append('case-1', 'no-stream', [{ id: randomUUID(), type: 'ChildNamed', data, meta: {} }]);
    data.names.push('changed later');
    for (const reader of ['first', 'second']) {
      const [stored] = await store.read('case-1');
      expect(stored?.data).toEqual({ names: ['小明'] });
      Object.assign(stored?.data ?? {}, { names: `changed by the ${reader} reader` });
    }
  });

  it('reads several streams at once, in the order asked for', async () => {
    const store = await fresh();
    for (const stream of ['a', 'b', 'a', 'c']) await store.append(stream, 'any', some(2));
    expect(await store.readMany(['c', 'nobody', 'a'])).toEqual([await store.read('c'), [], await store.read('a')]);
    expect(await store.readMany([])).toEqual([]);
    expect(await refusal(store.readMany(['a', '']))).toMatchObject({ code: 'invalid' });
  });

  it('pages the whole log from any checkpoint', async () => {
    const store = await fresh();
    for (const stream of ['a', 'b', 'c', 'd']) await store.append(stream, 'no-stream', some(3));
    const log = await all(store);
    expect(log).toHaveLength(12);
    for (const limit of [1, 5, 12, 13]) expect(await all(store, limit)).toEqual(log);
    for (const [index, { position }] of log.entries()) {
      expect(await store.readAll({ after: position, limit: 4 })).toEqual(log.slice(index + 1, index + 5));
    }
  });

  it('reads no further than it is asked to', async () => {
    const store = await fresh();
    for (const stream of ['a', 'b', 'c', 'd']) await store.append(stream, 'no-stream', some(3));
    const log = await all(store);
    const until = log[6]?.position ?? null;
    const [after = null] = log.slice(2).map(({ position }) => position);
    expect(await store.readAll({ after: null, limit: 100, until })).toEqual(log.slice(0, 7));
    expect(await store.readAll({ after, limit: 3, until })).toEqual(log.slice(3, 6));
    expect(await store.readAll({ after, limit: 100, until })).toEqual(log.slice(3, 7));
    for (const nothing of [until, after, null]) {
      expect(await store.readAll({ after: until, limit: 100, until: nothing })).toEqual([]);
    }
    const { streams, events } = await store.opened({ after, limit: 100, until });
    expect([streams.map(({ stream }) => stream), events]).toEqual([['b', 'c'], 4]);
  });

  it('names the streams that begin in each page of the log, in their order', async () => {
    const store = await fresh();
    expect(await store.opened({ after: null, limit: 3 })).toEqual({ streams: [], to: null, events: 0 });
    for (const stream of ['b', 'a', 'b', 'c', 'a']) await store.append(stream, 'any', some(2));
    const log = await all(store);
    const begun = log.filter(({ revision }) => revision === 0).map(({ stream, position }) => ({ stream, position }));
    expect(begun.map(({ stream }) => stream)).toEqual(['b', 'a', 'c']);
    for (const limit of [1, 3, 10, 11]) {
      const found: object[] = [];
      let gone = 0;
      for (let after: Position | null = null, more = true; more; ) {
        const page = await store.opened({ after, limit });
        found.push(...page.streams);
        gone += page.events;
        more = page.events === limit;
        after = page.to;
        expect(after).toBe(log[gone - 1]?.position);
      }
      expect([limit, found, gone]).toEqual([limit, begun, log.length]);
    }
  });

  it('gives the event at a position, and none where the log has none', async () => {
    const [store, longer] = [await fresh(), await fresh()];
    for (const stream of ['a', 'b', 'a']) await store.append(stream, 'any', some(2));
    const log = await all(store);
    expect(await Promise.all(log.map(({ position }) => store.at(position)))).toEqual(log);
    for (let turn = 0; turn < 9; turn += 1) await longer.append('a', 'any', some(1));
    const { position: beyond } = await longer.append('a', 'any', some(1));
    expect(await store.at(beyond)).toBeNull();
    expect(await refusal(store.at('?' as Position))).toMatchObject({ code: 'invalid' });
  });

  it('has its head at the newest event', async () => {
    const store = await fresh();
    for (const stream of ['a', 'b']) {
      const { position } = await store.append(stream, 'no-stream', some(2));
      expect(await store.head()).toBe(position);
    }
  });

  it('counts what a reader still has before it, no further than asked', async () => {
    const store = await fresh();
    expect(await store.behind(null, 9)).toBe(0);
    for (const stream of ['a', 'b', 'a']) await store.append(stream, 'any', some(2));
    const positions = (await all(store)).map((event) => event.position);
    expect(await store.behind(null, 9)).toBe(6);
    expect(await store.behind(null, 4)).toBe(4);
    expect(await Promise.all(positions.map((position) => store.behind(position, 9)))).toEqual([5, 4, 3, 2, 1, 0]);
    expect(await refusal(store.behind(null, 0))).toMatchObject({ code: 'invalid' });
  });

  it('compares positions', async () => {
    const store = await fresh();
    for (let turn = 0; turn < 12; turn += 1) await store.append('a', 'any', some(1));
    const positions = (await all(store)).map((event) => event.position);
    expect([...positions].reverse().sort(store.compare)).toEqual(positions);
    const [first = null] = positions;
    expect(store.compare(first, first)).toBe(0);
    expect(store.compare(null, null)).toBe(0);
    expect(store.compare(null, first)).toBeLessThan(0);
    expect(store.compare(first, null)).toBeGreaterThan(0);
  });

  it('refuses a checkpoint beyond its end, rather than to wait for it', async () => {
    const [store, restored] = [await fresh(), await fresh()];
    await restored.append('case-1', 'no-stream', some(1)); // first: two logs may count their bytes in one server
    const { position } = await store.append('case-1', 'no-stream', some(2));
    expect(await refusal(restored.readAll({ after: position, limit: 10 }))).toMatchObject({ code: 'invalid' });
    expect(await refusal(restored.opened({ after: position, limit: 10 }))).toMatchObject({ code: 'invalid' });
    expect(await refusal(restored.behind(position, 10))).toMatchObject({ code: 'invalid' });
    const { closed } = restored.follow({ after: position, batch: 10, handle: async () => undefined });
    expect(await refusal(closed)).toMatchObject({ code: 'invalid' });
  });

  it('refuses what is no page and no revision', async () => {
    const store = await fresh();
    expect(await refusal(store.readAll({ after: null, limit: 0 }))).toMatchObject({ code: 'invalid' });
    expect(await refusal(store.opened({ after: null, limit: 0 }))).toMatchObject({ code: 'invalid' });
    expect(await refusal(store.read('case-1', -1))).toMatchObject({ code: 'invalid' });
    expect(await refusal(store.read('case-1', 0.5))).toMatchObject({ code: 'invalid' });
  });
}
