import { caughtBy } from './mutants/mutants.proof.ts';
import { mutants } from './mutants/mutants.ts';
import { simulate } from './sim/simulate.ts';

/** A few seeds on every run; `npm run prove` has thousands. */
const SEEDS = [
  ...Array.from({ length: 20 }, (_, n) => n + 1),
  40_772, // a late notice puts back a process that has just gone on duty
];
const PLANTED = ['answers-forgotten', 'checkpoint-before-rows', 'breach-an-hour-early', 'keys-not-claimed'];

describe('simulation', () => {
  it.each(SEEDS)('seed %d loses nothing, doubles nothing and shows what is', async (seed) => {
    expect((await simulate(seed)).violations).toEqual([]);
  });

  it('comes out the same again', async () => {
    const first = await simulate(7);
    expect((await simulate(7)).log).toBe(first.log);
  });

  it.each(mutants.filter(({ name }) => PLANTED.includes(name)))('catches $name', async (mutant) => {
    expect(await caughtBy(mutant, 1, 20)).toBeDefined();
  });
});
