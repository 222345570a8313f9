import type { Proof } from '../proof.ts';
import { type FaultCounts, noFaults } from './faults.ts';
import { simulate } from './simulate.ts';
import { tracing } from './tracing.ts';

const SHORT = 300;
const FULL = 10_000;
const FAULTS_A_SEED = 30;

/** The real runtime under seeded faults: nothing is lost, doubled or shown wrongly, and a seed comes out the same again. */
export const sim: Proof = async ({ full, seed = 1, seeds, trace = false, tell }) => {
  const count = seeds ?? (full ? FULL : SHORT);
  const faults: FaultCounts = noFaults();
  let [accepted, refused, events, failed, differ, again] = [0, 0, 0, 0, 0, 0];
  const figures: string[] = [];
  for (let n = seed; n < seed + count; n += 1) {
    const run = await simulate(n, trace ? tracing(tell) : {});
    for (const kind of Object.keys(faults) as (keyof FaultCounts)[]) faults[kind] += run.faults[kind];
    accepted += run.accepted;
    refused += run.refused;
    events += run.events;
    const [first] = run.violations;
    if (first !== undefined) {
      failed += 1;
      figures.push(`seed ${n}: ${first}`, `  again: npm run prove -- sim --seed ${n} --seeds 1`);
      tell(figures.slice(-2).join('\n'));
    }
    if ((n - seed) % Math.ceil(count / Math.min(100, count)) === 0) {
      again += 1;
      if ((await simulate(n)).log !== run.log) {
        differ += 1;
        figures.push(`seed ${n} does not come out the same again`);
      }
    }
    if ((n - seed + 1) % 100 === 0) tell(`sim: ${n - seed + 1} of ${count} seeds, ${failed} failed`);
  }
  const injected = Object.values(faults).reduce((sum, times) => sum + times, 0);
  return {
    holds: failed === 0 && differ === 0 && injected >= count * FAULTS_A_SEED * (count >= 100 ? 1 : 0),
    figures: [
      `${count} seeds, ${failed} with a violation; ${again} run twice, ${differ} not byte-identical`,
      `${injected} faults: ${Object.entries(faults)
        .map(([kind, times]) => `${times} ${kind}`)
        .join(', ')}`,
      `${accepted} commands accepted, ${refused} refused, ${events} events`,
      ...figures,
    ],
  };
};
