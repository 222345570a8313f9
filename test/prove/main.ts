import { rebuildChild } from './postgres/rebuild.child.ts';
import { isProof, proofs } from './proofs.ts';

/** `prove <name|all> [--full] [--seed N] [--seeds N] [--trace]`: prints figures and whether they hold; ends with 1 when one does not. */
function options(args: readonly string[]) {
  const number = (flag: string) => {
    const at = args.indexOf(flag);
    return at < 0 ? undefined : Number(args[at + 1]);
  };
  return {
    full: args.includes('--full'),
    seed: number('--seed'),
    seeds: number('--seeds'),
    trace: args.includes('--trace'),
  };
}

const [name = 'all', ...rest] = process.argv.slice(2);
if (name === 'rebuild-child') {
  await rebuildChild();
  process.exit(0);
}
const names = name === 'all' ? Object.keys(proofs) : [name];
const tell = (line: string) => process.stderr.write(`${line}\n`);
let fails = 0;
for (const each of names) {
  if (!isProof(each)) {
    tell(`no proof ${each}: ${Object.keys(proofs).join(', ')}`);
    process.exit(2);
  }
  const began = performance.now();
  const { figures, holds } = await proofs[each]({ ...options(rest), tell });
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(`${each}: ${holds ? 'holds' : 'FAILS'}, ${seconds} s`);
  for (const figure of figures) console.log(`  ${figure}`);
  if (!holds) fails += 1;
}
process.exit(fails > 0 ? 1 : 0);
