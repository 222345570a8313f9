import { commandLine } from '../command.line.ts';
import { effectsChild } from './effects/effects.child.ts';
import { rebuildChild } from './postgres/rebuild.child.ts';
import { isProof, proofs } from './proofs.ts';

const help = `npm run prove -- [name|all] [--full] [--seed N] [--seeds N] [--trace]

Prints figures and whether they hold; ends with 1 when one does not.
  names    ${Object.keys(proofs).join(', ')}; all of them unless one is named
  --full   the long lanes
  --seed   the first seed; --seeds how many
  --trace  every step of a run to stderr`;

const tell = (line: string) => process.stderr.write(`${line}\n`);

const { values, positionals, whole, refuse } = commandLine(
  help,
  {
    full: { type: 'boolean', default: false },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
  true,
);
const [name = 'all'] = positionals;
const options = {
  full: values.full,
  seed: whole('seed', values.seed),
  seeds: whole('seeds', values.seeds),
  trace: values.trace,
};
if (name === 'rebuild-child') {
  await rebuildChild();
  process.exit(0);
}
if (name === 'effects-child') await effectsChild();
const known = Object.keys(proofs).filter(isProof);
const names = name === 'all' ? known : isProof(name) ? [name] : refuse(`no proof ${name}`);
let fails = 0;
for (const each of names) {
  const began = performance.now();
  const { figures, holds } = await proofs[each]({ ...options, tell });
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(`${each}: ${holds ? 'holds' : 'FAILS'}, ${seconds} s`);
  for (const figure of figures) console.log(`  ${figure}`);
  if (!holds) fails += 1;
}
process.exit(fails > 0 ? 1 : 0);
