import { planted } from './mutants/mutants.proof.ts';
import type { Proof } from './proof.ts';
import { sim } from './sim/sim.proof.ts';

/** Every proof, by the name it is run under. */
export const proofs = { sim, mutants: planted } satisfies Record<string, Proof>;

export function isProof(name: string): name is keyof typeof proofs {
  return Object.hasOwn(proofs, name);
}
