import { gathered } from './gathered.ts';

/** A question that is answered when the test says so. */
function slow() {
  const asked: { readonly keys: readonly number[]; answer(): void; fail(): void }[] = [];
  const ask = gathered<number, string>((keys) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    const answer = () => resolve(keys.map((key) => `about ${key}`));
    asked.push({ keys, answer, fail: () => reject(new Error('away')) });
    return promise;
  }, 3);
  return { ask, asked };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('questions that are gathered', () => {
  it('leave at once when alone, and together when others are under way', async () => {
    const { ask, asked } = slow();
    const first = ask(1);
    await turn();
    expect(asked.map(({ keys }) => keys)).toEqual([[1]]);
    const others = [2, 3].map(ask);
    await turn();
    expect(asked).toHaveLength(1);
    asked[0]?.answer();
    expect(await first).toBe('about 1');
    others.push(...[4, 5].map(ask)); // in the turn that brought the answer
    await turn();
    expect(asked[1]?.keys).toEqual([2, 3, 4]);
    asked[1]?.answer();
    await turn();
    await turn();
    expect(asked[2]?.keys).toEqual([5]);
    asked[2]?.answer();
    expect(await Promise.all(others)).toEqual([2, 3, 4, 5].map((key) => `about ${key}`));
  });

  it('fail together, and those that come after are asked anew', async () => {
    const { ask, asked } = slow();
    const two = [ask(1), ask(2)];
    await turn();
    asked[0]?.fail();
    for (const one of two) await expect(one).rejects.toThrow('away');
    const again = ask(3);
    await turn();
    asked[1]?.answer();
    expect(await again).toBe('about 3');
  });

  it('that get too few answers fail, all of them', async () => {
    const ask = gathered<number, number>(async (keys) => keys.slice(1));
    const answers = await Promise.allSettled([ask(1), ask(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
