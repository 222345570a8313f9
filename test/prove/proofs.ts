import { authz } from './access/authz.proof.ts';
import { gql } from './access/gql.proof.ts';
import { jwt } from './access/jwt.proof.ts';
import { sealed } from './access/sealed.proof.ts';
import { clocks } from './clocks/clocks.proof.ts';
import { effects } from './effects/effects.proof.ts';
import { ledger } from './ledger/ledger.proof.ts';
import { planted } from './mutants/mutants.proof.ts';
import { gap } from './postgres/gap.proof.ts';
import { kill9 } from './postgres/kill9.proof.ts';
import { poison } from './postgres/poison.proof.ts';
import { rebuild } from './postgres/rebuild.proof.ts';
import type { Proof } from './proof.ts';
import { shred } from './shred/shred.proof.ts';
import { sim } from './sim/sim.proof.ts';

/** Every proof, by the name it is run under. */
export const proofs = {
  sim,
  mutants: planted,
  clocks,
  kill9,
  gap,
  rebuild,
  poison,
  effects,
  authz,
  sealed,
  jwt,
  gql,
  ledger,
  shred,
} satisfies Record<string, Proof>;

export function isProof(name: string): name is keyof typeof proofs {
  return Object.hasOwn(proofs, name);
}
