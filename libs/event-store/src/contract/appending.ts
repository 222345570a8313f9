import { LARGEST_EVENT, MOST_EVENTS } from '../port.ts';
import { all, ascends, type Fresh, ids, refusal, some } from './sample.ts';

export function appending(fresh: Fresh): void {
  it('begins a stream at revision 0 and goes on from an exact revision', async () => {
    const store = await fresh();
    const first = await store.append('case-1', 'no-stream', some(2));
    expect(first).toMatchObject({ revision: 1, repeated: false });
    const second = await store.append('case-1', 1, some(1));
    expect(second).toMatchObject({ revision: 2, repeated: false });
    expect(store.compare(first.position, second.position)).toBeLessThan(0);
    expect((await store.read('case-1')).map((event) => event.revision)).toEqual([0, 1, 2]);
  });

  it('answers with the position of the last event', async () => {
    const store = await fresh();
    const { position } = await store.append('case-1', 'no-stream', some(3));
    expect((await store.read('case-1')).at(-1)?.position).toBe(position);
  });

  it('appends at any revision', async () => {
    const store = await fresh();
    expect(await store.append('audit', 'any', some(1))).toMatchObject({ revision: 0 });
    expect(await store.append('audit', 'any', some(2))).toMatchObject({ revision: 2 });
    expect(await store.append('audit', 2, some(1))).toMatchObject({ revision: 3 });
    expect(await store.read('audit')).toHaveLength(4);
  });

  it.each([
    ['no-stream', 'no-stream'],
    ['a revision passed by', 0],
    ['a revision not reached', 7],
    ['the next revision', 3],
  ] as const)('refuses %s on a stream at 2, and names the actual revision', async (_, expected) => {
    const store = await fresh();
    const events = some(3);
    await store.append('case-1', 'no-stream', events);
    expect(await refusal(store.append('case-1', expected, some(1)))).toMatchObject({ code: 'conflict', actual: 2 });
    expect(ids(await all(store))).toEqual(ids(events));
  });

  it('refuses a revision of a stream that does not exist', async () => {
    const store = await fresh();
    expect(await refusal(store.append('case-1', 0, some(1)))).toMatchObject({ code: 'conflict', actual: -1 });
    expect(await store.head()).toBeNull();
  });

  it.each(['no-stream', 'any'] as const)('gives the first answer again (%s)', async (expected) => {
    const store = await fresh();
    const events = some(2);
    const first = await store.append('case-1', expected, events);
    await store.append('case-2', expected, some(1));
    expect(await store.append('case-1', expected, events)).toEqual({ ...first, repeated: true });
    expect(await all(store)).toHaveLength(3);
  });

  it('gives the first answer again when the stream has gone on', async () => {
    const store = await fresh();
    await store.append('case-1', 'no-stream', some(1));
    const events = some(2);
    const first = await store.append('case-1', 0, events);
    await store.append('case-1', 2, some(2));
    expect(await store.append('case-1', 0, events)).toEqual({ ...first, repeated: true });
    expect(await store.read('case-1')).toHaveLength(5);
  });

  it('gives one answer to the same append sent several times at once', async () => {
    const store = await fresh();
    const events = some(2);
    const answers = await Promise.all([1, 2, 3, 4].map(() => store.append('case-1', 'no-stream', events)));
    expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await all(store)).toHaveLength(2);
  });

  it('knows an event by its id, not by its type and data', async () => {
    const store = await fresh();
    const [event] = some(1);
    if (!event) throw new Error('no event');
    await store.append('case-1', 'no-stream', [event]);
    const alike = { ...event, id: '00000000-0000-4000-8000-000000000001' };
    expect(await refusal(store.append('case-1', 'no-stream', [alike]))).toMatchObject({ code: 'conflict', actual: 0 });
    const again = { ...event, id: event.id.toUpperCase() };
    expect(await store.append('case-1', 'no-stream', [again])).toMatchObject({ repeated: true });
  });

  it('refuses an append of which only a part is there', async () => {
    const store = await fresh();
    const events = some(3);
    await store.append('case-1', 'no-stream', events.slice(0, 2));
    for (const expected of ['no-stream', 'any'] as const) {
      expect(await refusal(store.append('case-1', expected, events))).toMatchObject({ code: 'conflict', actual: 1 });
    }
    expect(await refusal(store.append('case-1', 0, events.slice(1)))).toMatchObject({ code: 'conflict', actual: 1 });
    expect(await refusal(store.append('case-1', 'any', events.slice(1)))).toMatchObject({
      code: 'conflict',
      actual: 1,
    });
    expect(await all(store)).toHaveLength(2);
  });

  it('lets one of many writers at the same revision through', async () => {
    const store = await fresh();
    await store.append('case-1', 'no-stream', some(1));
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => store.append('case-1', 0, some(1))));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'conflict', actual: 1 });
    }
  });

  it('takes 200 appends at once, in order within each stream and in one global order', async () => {
    const store = await fresh();
    const streams = Array.from({ length: 40 }, (_, index) => `case-${index}`);
    await Promise.all(
      streams.flatMap((stream) =>
        Array.from({ length: 5 }, (_, turn) => store.append(stream, turn === 0 ? 'no-stream' : turn * 2 - 1, some(2))),
      ),
    );
    const log = await all(store, 7);
    expect(log).toHaveLength(400);
    expect(new Set(ids(log)).size).toBe(400);
    expect(ascends(store, log)).toBe(true);
    for (const stream of streams) {
      const ofStream = await store.read(stream);
      expect(ofStream.map((event) => event.revision)).toEqual(Array.from({ length: 10 }, (_, index) => index));
      expect(log.filter((event) => event.stream === stream)).toEqual(ofStream);
    }
  });

  it('does not let one refused append touch its neighbours', async () => {
    const store = await fresh();
    const taken = some(1);
    await store.append('taken', 'no-stream', taken);
    const answers = await Promise.allSettled([
      store.append('new', 'no-stream', some(2)),
      store.append('taken', 'no-stream', some(2)),
      store.append('ahead', 5, some(1)),
      store.append('taken', 'no-stream', taken),
      store.append('audit', 'any', some(1)),
      store.append('bad\0name', 'any', some(1)),
      store.append('last', 'no-stream', some(1)),
    ]);
    expect(answers).toMatchObject([
      { value: { revision: 1, repeated: false } },
      { reason: { code: 'conflict', actual: 0 } },
      { reason: { code: 'conflict', actual: -1 } },
      { value: { revision: 0, repeated: true } },
      { value: { revision: 0, repeated: false } },
      { reason: { code: 'invalid' } },
      { value: { revision: 0, repeated: false } },
    ]);
    expect((await all(store)).map((event) => event.stream).sort()).toEqual(['audit', 'last', 'new', 'new', 'taken']);
  });

  it('writes nothing of an append that it refuses', async () => {
    const store = await fresh();
    const [first, second] = some(2);
    if (!first || !second) throw new Error('no events');
    const heavy = { ...second, data: 'x'.repeat(LARGEST_EVENT) };
    const odd = [
      [[first, heavy], 'too-large'],
      [some(MOST_EVENTS + 1), 'too-large'],
      [[first, { ...second, id: 'seven' }], 'invalid'],
      [[first, { ...second, type: '\ud800' }], 'invalid'],
      [[first, { ...second, data: undefined }], 'invalid'],
      [[], 'invalid'],
    ] as const;
    for (const [events, code] of odd) {
      expect(await refusal(store.append('case-1', 'no-stream', events))).toMatchObject({ code });
    }
    expect(await store.read('case-1')).toEqual([]);
    expect(await store.append('case-1', 'no-stream', [first])).toMatchObject({ revision: 0, repeated: false });
  });

  it('takes the largest event and the most events', async () => {
    const store = await fresh();
    const [event] = some(1);
    if (!event) throw new Error('no event');
    const largest = { ...event, data: 'x'.repeat(LARGEST_EVENT - 6), meta: 'xx' }; // four quotes around the two
    await store.append('large', 'no-stream', [largest]);
    expect((await store.read('large'))[0]?.data).toBe(largest.data);
    const most = some(MOST_EVENTS);
    expect(await store.append('many', 'no-stream', most)).toMatchObject({ revision: MOST_EVENTS - 1 });
    expect(await store.append('many', 'no-stream', most)).toMatchObject({ repeated: true });
  });
}
