import { basket, type Fresh, refusal, some } from './sample.ts';

export function closing(fresh: Fresh): void {
  it('refuses new work', async () => {
    const store = await fresh();
    await store.append('a', 'no-stream', some(1));
    await store.close();
    const { closed } = store.follow({ after: null, batch: 1, handle: async () => undefined });
    const refused = [
      store.append('a', 0, some(1)),
      store.read('a'),
      store.readAll({ after: null, limit: 1 }),
      store.head(),
      store.claimant('00000000-0000-4000-8000-000000000000'),
      closed,
    ];
    for (const promise of refused) expect(await refusal(promise)).toMatchObject({ code: 'closed' });
  });

  it('finishes what was appended before, and ends subscriptions', async () => {
    const store = await fresh();
    const seen = basket();
    const subscription = store.follow({ after: null, batch: 5, handle: seen.put });
    await store.append('first', 'no-stream', some(1));
    await seen.holds(1);
    const appends = Array.from({ length: 100 }, (_, index) =>
      store.append(`case-${index % 30}`, 'any', some(1 + (index % 3))),
    );
    await store.close();
    await expect(subscription.closed).resolves.toBeUndefined();
    const answers = await Promise.all(appends);
    expect(answers.every(({ repeated }) => !repeated)).toBe(true);
    expect(new Set(answers.map(({ position }) => position)).size).toBe(100);
  });

  it('may be closed twice, and with nobody listening', async () => {
    const store = await fresh();
    await Promise.all([store.close(), store.close()]);
    await store.close();
  });
}
