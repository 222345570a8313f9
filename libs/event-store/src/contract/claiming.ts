import { randomUUID } from 'node:crypto';
import type { Claim, Claims } from '../port.ts';
import { all, type Fresh, ids, refusal, some } from './sample.ts';

const byClaim = (claims: readonly Claim[]) => claims.toSorted((one, other) => (one.claim < other.claim ? -1 : 1));

export function claiming(fresh: Fresh): void {
  it('gives a claim to the stream that is appended to', async () => {
    const store = await fresh();
    const [claim, other] = [randomUUID(), randomUUID()];
    expect(await store.append('case-1', 'no-stream', some(2), claim)).toMatchObject({ revision: 1, repeated: false });
    expect(await store.claimant(claim)).toBe('case-1');
    expect(await store.claimant(claim.toUpperCase())).toBe('case-1');
    expect(await store.claimant(other)).toBeNull();
  });

  it('refuses a claim of another stream, and writes nothing', async () => {
    const store = await fresh();
    const claim = randomUUID();
    const events = some(1);
    await store.append('case-1', 'no-stream', events, claim);
    for (const expected of ['no-stream', 'any'] as const) {
      const refused = store.append('case-2', expected, some(1), claim);
      expect(await refusal(refused)).toMatchObject({ code: 'claimed', claimant: 'case-1' });
    }
    expect(ids(await all(store))).toEqual(ids(events));
    expect(await store.append('case-2', 'no-stream', some(1), randomUUID())).toMatchObject({ revision: 0 });
  });

  it('lets its own stream go on under the claim, and gives the first answer again', async () => {
    const store = await fresh();
    const claim = randomUUID();
    const events = some(1);
    const first = await store.append('case-1', 'no-stream', events, claim);
    expect(await store.append('case-1', 'no-stream', events, claim)).toEqual({ ...first, repeated: true });
    expect(await store.append('case-1', 0, some(1), claim)).toMatchObject({ revision: 1, repeated: false });
    expect(await refusal(store.append('case-1', 0, some(1), claim))).toMatchObject({ code: 'conflict', actual: 1 });
  });

  it('gives a claim that many streams want at once to one of them', async () => {
    const store = await fresh();
    const claim = randomUUID();
    const streams = Array.from({ length: 12 }, (_, index) => `case-${index}`);
    const answers = await Promise.allSettled(
      streams.map((stream) => store.append(stream, 'no-stream', some(1), claim)),
    );
    const [winner] = (await all(store)).map(({ stream }) => stream);
    expect(await all(store)).toHaveLength(1);
    expect(await store.claimant(claim)).toBe(winner);
    answers.forEach((answer, index) => {
      if (streams[index] === winner) expect(answer.status).toBe('fulfilled');
      else expect(answer).toMatchObject({ reason: { code: 'claimed', claimant: winner } });
    });
  });

  it('does not let a claimed append touch its neighbours, claiming or not', async () => {
    const store = await fresh();
    const [taken, own] = [randomUUID(), randomUUID()];
    await store.append('taken', 'no-stream', some(1), taken);
    const answers = await Promise.allSettled([
      store.append('new', 'no-stream', some(2), own),
      store.append('late', 'no-stream', some(1), taken),
      store.append('plain', 'no-stream', some(1)),
      store.append('audit', 'any', some(1)),
    ]);
    expect(answers).toMatchObject([
      { value: { revision: 1 } },
      { reason: { code: 'claimed', claimant: 'taken' } },
      { value: { revision: 0 } },
      { value: { revision: 0 } },
    ]);
    expect(await store.claimant(own)).toBe('new');
    expect((await all(store)).map(({ stream }) => stream).sort()).toEqual(['audit', 'new', 'new', 'plain', 'taken']);
  });

  it('tells all claims page by page, each once', async () => {
    const store = await fresh();
    expect(await store.claims(null, 2)).toEqual({ claims: [], next: null });
    const given = Array.from({ length: 5 }, (_, index) => ({ claim: randomUUID(), stream: `case-${index % 3}` }));
    for (const { claim, stream } of given) await store.append(stream, 'any', some(1), claim);
    for (const limit of [1, 2, 5, 9]) {
      const found: Claim[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const page: Claims = await store.claims(after, limit);
        expect(page.claims.length).toBeLessThanOrEqual(limit);
        found.push(...page.claims);
        after = page.next;
        more = after !== null;
      }
      expect(byClaim(found)).toEqual(byClaim(given));
    }
    expect(await all(store)).toHaveLength(5);
  });

  it('gives claims without an append, again and again, and none that is another stream’s', async () => {
    const store = await fresh();
    const given = Array.from({ length: 3 }, (_, index) => ({ claim: randomUUID(), stream: `case-${index}` }));
    await store.claim(given.slice(0, 2));
    await store.claim(given);
    expect(byClaim((await store.claims(null, 9)).claims)).toEqual(byClaim(given));
    expect(await all(store)).toEqual([]);
    const [first] = given;
    if (!first) throw new Error('no claim');
    const refused = { code: 'claimed', claimant: 'case-0' };
    expect(await refusal(store.claim([{ ...first, stream: 'case-9' }]))).toMatchObject(refused);
    expect(await refusal(store.append('case-9', 'no-stream', some(1), first.claim))).toMatchObject(refused);
    expect(await store.append('case-0', 'no-stream', some(1), first.claim)).toMatchObject({ revision: 0 });
    expect(await refusal(store.claim([{ claim: 'seven', stream: 'case-1' }]))).toMatchObject({ code: 'invalid' });
  });

  it('takes no claim that is no UUID', async () => {
    const store = await fresh();
    for (const claim of ['', 'seven', `${randomUUID()}0`]) {
      expect(await refusal(store.append('case-1', 'no-stream', some(1), claim))).toMatchObject({ code: 'invalid' });
      expect(await refusal(store.claimant(claim))).toMatchObject({ code: 'invalid' });
    }
    expect(await all(store)).toEqual([]);
  });
}
