import { effects } from './effects/effects.proof.ts';
import { planted } from './mutants/mutants.proof.ts';
import { gap } from './postgres/gap.proof.ts';
import { kill9 } from './postgres/kill9.proof.ts';
import { poison } from './postgres/poison.proof.ts';
import { rebuild } from './postgres/rebuild.proof.ts';
import type { Proof } from './proof.ts';
import { sim } from './sim/sim.proof.ts';

/** Every proof, by the name it is run under. */
export const proofs = { sim, mutants: planted, kill9, gap, rebuild, poison, effects } satisfies Record<string, Proof>;

export function isProof(name: string): name is keyof typeof proofs {
  return Object.hasOwn(proofs, name);
}
