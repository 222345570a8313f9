import { randomUUID } from 'node:crypto';
import { some } from '../contract/sample.ts';
import { memoryStore } from '../memory/memory.store.ts';
import type { EventStore, NewEvent, Position } from '../port.ts';
import { copyLog } from './copy.ts';
import { CopyError } from './ledger.ts';

const STREAMS = ['case-a', 'audit-b', 'case-c'];

/** A log of so many appends to three streams by turns, the same events each time. */
const history: readonly (readonly NewEvent[])[] = Array.from({ length: 1_400 }, (_, turn) =>
  some(turn % 3 === 0 ? 2 : 1),
);

async function written(store: EventStore, turns: number, from = 0): Promise<EventStore> {
  for (const [index, events] of history.slice(0, turns).entries()) {
    if (index >= from) await store.append(STREAMS[index % 3] ?? '', 'any', events);
  }
  return store;
}

async function contents(store: EventStore): Promise<readonly unknown[]> {
  const events = await store.readAll({ after: null, limit: 10_000 });
  return events.map(({ position, ...content }) => content);
}

const refusalOf = (copying: Promise<unknown>) =>
  copying.then(
    () => undefined,
    (error: unknown) => (error instanceof CopyError ? error.refusal : error),
  );

describe('copying a log', () => {
  it.each([1, 256])('keeps ids, contents and the global order, %d events at a time', async (together) => {
    const from = await written(memoryStore(), 1_400);
    const to = memoryStore();
    const copied = await copyLog({ from, to, together });
    expect(await contents(to)).toEqual(await contents(from));
    expect(copied).toMatchObject({ events: 1_867, streams: 3, copied: 1_867 });
    expect(copied.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await copyLog({ from, to, together })).toEqual({ ...copied, copied: 0 });
  });

  it('goes on after it was broken off, wherever that was', async () => {
    const from = await written(memoryStore(), 800);
    const whole = await copyLog({ from, to: memoryStore() });
    for (const stop of [1, 2, 499, 500, 501, 799]) {
      const to = memoryStore();
      let appends = 0;
      const dying: EventStore = {
        ...to,
        append: (...append) => {
          appends += 1;
          if (appends > stop) throw new Error('killed');
          return to.append(...append);
        },
      };
      await expect(copyLog({ from, to: dying })).rejects.toThrow('killed');
      const before = await to.behind(null, 10_000);
      const resumed = await copyLog({ from, to });
      expect(resumed).toEqual({ ...whole, copied: whole.events - before });
    }
  });

  it('says where an event of the source stands in the copy', async () => {
    const from = await written(memoryStore(), 30);
    const to = memoryStore();
    const shifted: EventStore = {
      ...to,
      readAll: async ({ after, limit }) => {
        const plain = after === null ? null : (String(Number(after) / 10) as Position);
        const page = await to.readAll({ after: plain, limit });
        return page.map((event) => ({ ...event, position: `${event.position}0` as Position }));
      },
    };
    const marks = ['1', '17', '40'] as Position[];
    const copied = await copyLog({ from, to: shifted, marks });
    expect(Object.fromEntries(copied.marks)).toEqual({ 1: '10', 17: '170', 40: '400' });
  });

  it('touches no log that holds something else, or more', async () => {
    const from = await written(memoryStore(), 20);
    const other = await written(memoryStore(), 5);
    await other.append('case-x', 'any', some(1));
    const longer = await written(memoryStore(), 21);
    const swapped = await written(memoryStore(), 3);
    await written(swapped, 5, 4);
    for (const [to, refusal] of [
      [other, 'another'],
      [longer, 'longer'],
      [swapped, 'another'],
    ] as const) {
      const before = await contents(to);
      expect(await refusalOf(copyLog({ from, to }))).toBe(refusal);
      expect(await contents(to)).toEqual(before);
    }
  });

  it('does not call a copy whole while somebody writes', async () => {
    const from = await written(memoryStore(), 20);
    const to = memoryStore();
    const late = (write: () => Promise<unknown>) => {
      let done: Promise<unknown> | undefined;
      return copyLog({
        from: {
          ...from,
          readAll: async (options) => {
            await done;
            return from.readAll(options);
          },
        },
        to,
        progress: ({ phase, events, of }) => {
          if (phase === 'copying' && events === of) done ??= write();
        },
      });
    };
    expect(await refusalOf(late(() => from.append('case-z', 'any', some(1))))).toBe('changing');
    await copyLog({ from, to });
    await from.append('case-z', 'any', some(1));
    expect(await refusalOf(late(() => to.append('case-y', 'any', some(1))))).toBe('longer');
  });

  it('gives every claim to the same stream, also after it was broken off, and takes none away', async () => {
    const from = await written(memoryStore(), 20);
    const claims = Array.from({ length: 1_300 }, (_, n) => ({ claim: randomUUID(), stream: STREAMS[n % 3] ?? '' }));
    await from.claim(claims);
    const to = memoryStore();
    let pages = 0;
    const dying: EventStore = {
      ...to,
      claim: async (page) => {
        pages += 1;
        if (pages > 1) throw new Error('killed');
        return to.claim(page);
      },
    };
    await expect(copyLog({ from, to: dying })).rejects.toThrow('killed');
    expect(await copyLog({ from, to })).toMatchObject({ claims: 1_300 });
    for (const { claim, stream } of claims) expect(await to.claimant(claim)).toBe(stream);
    await to.claim([{ claim: randomUUID(), stream: 'case-a' }]);
    expect(await refusalOf(copyLog({ from, to }))).toBe('claims');
  });

  it('does not take over a claim that is another stream’s in the target', async () => {
    const from = await written(memoryStore(), 3);
    const to = await written(memoryStore(), 3);
    const claim = randomUUID();
    await from.claim([{ claim, stream: 'case-a' }]);
    await to.claim([{ claim, stream: 'case-b' }]);
    expect(await refusalOf(copyLog({ from, to }))).toBe('claims');
    expect(await to.claimant(claim)).toBe('case-b');
  });

  it('finds a difference that only contents show', async () => {
    const from = memoryStore();
    const to = memoryStore();
    const [event] = some(1);
    if (!event) throw new Error('no event');
    await from.append('case-a', 'any', [event]);
    await to.append('case-a', 'any', [{ ...event, meta: { by: 'another' } }]);
    expect(await refusalOf(copyLog({ from, to }))).toBe('another');
  });
});
