import { simulate } from './sim/simulate.ts';

const from = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 10);
const began = performance.now();
for (let seed = from; seed < from + count; seed += 1) {
  const run = await simulate(seed);
  console.log(JSON.stringify({ ...run, violations: run.violations.length }));
  for (const v of run.violations.slice(0, 2)) console.log('   ', v.slice(0, 1500));
}
console.log(`${Math.round((performance.now() - began) / count)} ms a seed`);
