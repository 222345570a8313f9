import type { Proof } from '../proof.ts';
import { simulate } from '../sim/simulate.ts';
import { type Mutant, mutants } from './mutants.ts';

const WITHIN = 1_000;

/** The first seed that catches a planted bug, and what it saw; undefined when none does. */
export async function caughtBy({ planted }: Mutant, seed: number, seeds: number) {
  for (let n = seed; n < seed + seeds; n += 1) {
    const [first] = (await simulate(n, planted)).violations;
    if (first !== undefined) return { seed: n, first };
  }
  return undefined;
}

/** Whoever checks is checked: each planted bug must be found. */
export const planted: Proof = async ({ seed = 1, seeds = WITHIN, tell }) => {
  let caught = 0;
  const figures: string[] = [];
  for (const mutant of mutants) {
    tell(`mutants: ${mutant.name}`);
    const found = await caughtBy(mutant, seed, seeds);
    if (found) caught += 1;
    const by = found ? `seed ${found.seed}: ${found.first.split('\n')[0]?.slice(0, 160)}` : `NOT within ${seeds} seeds`;
    figures.push(`${mutant.name} (${mutant.what}) — ${by}`);
  }
  return { holds: caught === mutants.length, figures: [`${caught} of ${mutants.length} caught`, ...figures] };
};
