import { StoreError } from '../port.ts';
import { all, basket, ids, refusal, some } from './sample.ts';
import type { Subject, Troubled } from './subject.ts';

/** Asks until the log answers, as a caller with an idempotent command does: a broken connection is noticed by whoever uses it next. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'unavailable') throw error;
    }
  }
}

const UNANSWERED = 'Unanswered';
const unanswered = (count: number) => some(count).map((event) => ({ ...event, type: UNANSWERED }));

/** An append that the log took, and whose answer never came. */
async function losingTheAnswer(
  { line, another }: Subject,
  append: () => Promise<unknown>,
  taken: number,
): Promise<void> {
  const [aside, seen] = [await another(), basket()];
  aside.follow({ after: await aside.head(), batch: 10, handle: seen.put });
  line.mute(UNANSWERED);
  const lost = refusal(append());
  await seen.holds(taken);
  await line.leave();
  expect(await lost).toMatchObject({ code: 'unavailable' });
  await line.comeBack();
}

export function losing(troubled: Troubled): void {
  it.each([
    ['no-stream', 0],
    ['any', 0],
    ['any', 2],
    [1, 2],
  ] as const)('gives the answer again that was lost on the way (%s, behind %i events)', async (expected, before) => {
    const subject = await troubled();
    const { store } = subject;
    if (before > 0) await store.append('case-1', 'no-stream', some(before));
    const events = unanswered(2);
    await losingTheAnswer(subject, () => store.append('case-1', expected, events), 2);
    const again = await insist(() => store.append('case-1', expected, events));
    expect(again).toEqual({ revision: before + 1, position: await store.head(), repeated: true });
    expect(await all(store)).toHaveLength(before + 2);
  });

  it('refuses a retry that overlaps by half with what was taken without an answer', async () => {
    const subject = await troubled();
    const { store } = subject;
    const events = unanswered(3);
    await losingTheAnswer(subject, () => store.append('case-1', 'no-stream', events.slice(0, 2)), 2);
    for (const [expected, retry] of [
      ['no-stream', events],
      [0, events.slice(1)],
      ['any', events.slice(1)],
    ] as const) {
      const refused = await refusal(insist(() => store.append('case-1', expected, retry)));
      expect(refused).toMatchObject({ code: 'conflict', actual: 1 });
    }
    expect(ids(await all(store))).toEqual(ids(events.slice(0, 2)));
  });

  it('refuses as unavailable while the log is away, and finds it again', async () => {
    const { store, line } = await troubled();
    const seen = basket();
    const events = some(3);
    store.follow({ after: null, batch: 10, handle: seen.put });
    await store.append('case-1', 'no-stream', events.slice(0, 1));
    await seen.holds(1);
    await line.leave();
    const asked = [
      store.append('case-1', 0, events.slice(1)),
      store.read('case-1'),
      store.readMany(['case-1']),
      store.readAll({ after: null, limit: 10 }),
      store.opened({ after: null, limit: 10 }),
      store.head(),
      store.behind(null, 10),
      store.claims(null, 10),
    ].map(refusal);
    for (const refused of await Promise.all(asked)) expect(refused).toMatchObject({ code: 'unavailable' });
    await line.comeBack();
    await insist(() => store.append('case-1', 0, events.slice(1)));
    await seen.holds(3);
    expect(ids(seen.events)).toEqual(ids(events));
  });

  it('loses and doubles nothing under writers and followers when the log goes away again and again', async () => {
    const { store, line } = await troubled();
    const seen = basket();
    store.follow({ after: null, batch: 3, handle: seen.put });
    for (let turn = 0; turn < 5; turn += 1) {
      const appends = Array.from({ length: 10 }, (_, index) => {
        const events = some(2);
        return insist(() => store.append(`case-${turn}-${index}`, 'no-stream', events));
      });
      await Promise.race(appends);
      await line.leave();
      await line.comeBack();
      await Promise.all(appends);
    }
    await seen.holds(100);
    expect(seen.events).toEqual(await insist(() => all(store)));
    expect(new Set(ids(seen.events)).size).toBe(100);
  });

  it('is closed while the log is away and work is under way, and leaves no rejection unheard', async () => {
    const { store, line } = await troubled();
    const seen = basket();
    const { closed } = store.follow({ after: null, batch: 10, handle: seen.put });
    store.follow({ after: null, batch: 1, handle: () => Promise.reject(new Error('nobody looks at this')) });
    await store.append('case-1', 'no-stream', some(1));
    await seen.holds(1);
    line.mute();
    const busy = Array.from({ length: 20 }, (_, index) => refusal(store.append(`case-${index % 3}`, 'any', some(1))));
    busy.push(...[store.read('case-1'), store.head(), store.readAll({ after: null, limit: 1 })].map(refusal));
    await line.leave();
    busy.push(refusal(store.append('case-4', 'any', some(1))));
    store.follow({ after: null, batch: 1, handle: async () => undefined }); // it begins with the log away
    await store.close();
    await expect(closed).resolves.toBeUndefined();
    for (const refused of await Promise.all(busy)) expect(refused).toMatchObject({ code: 'unavailable' });
    expect(await refusal(store.head())).toMatchObject({ code: 'closed' });
  });
}
