import type { Child } from '../children.ts';
import { type Bench, WARM } from '../harness.ts';
import type { ApiMethods } from '../roles/api.ts';

/** A rate of requests to the api, with the processor time that each took its process until all was shown, told as progress. */
export async function rated(
  bench: Pick<Bench, 'window' | 'progress'>,
  name: string,
  api: Child<ApiMethods>,
  rate: () => Promise<number>,
): Promise<number> {
  const before = await api.ask('cpu', null);
  const requests = await rate();
  await api.ask('settled', null);
  const spent = (await api.ask('cpu', null)) - before;
  const each = spent / Math.max(1, requests * (1 + WARM) * (bench.window / 1000));
  bench.progress(`${name}: some ${each.toFixed(3)} ms of processor time each`);
  return requests;
}
