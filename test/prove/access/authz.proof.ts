import type { Proof } from '../proof.ts';
import { hiddenPlace } from './hidden.place.ts';
import { compareMatrix, matrixMutants, shipped } from './matrix.ts';
import { asking, comparePair, type Leaks, questionsOf, resolverMutants, resolversMissed } from './swaps.ts';

const FULL_SWAPS = 5_000;

/** Every decision as the table by hand says, and no answer over HTTP that tells a hidden case from one that never was. */
export const authz: Proof = async ({ full, tell }) => {
  tell('authz: the matrix');
  const { compared, mismatches } = compareMatrix(shipped);
  const missed = matrixMutants.filter(([, deciding]) => compareMatrix(deciding, 1).mismatches.length === 0);
  const place = await hiddenPlace(full ? 6 : 1);
  try {
    const swaps: Leaks = { pairs: 0, leaks: [] };
    for (const hidden of place.hidden) {
      tell(`authz: ${swaps.pairs} ids swapped`);
      for (const [type, desk] of asking(full)) {
        for (const question of questionsOf(desk)) {
          await comparePair(place, place.agency(type), question, hidden, undefined, swaps);
        }
      }
    }
    const unseen = await resolversMissed(place);
    return {
      holds:
        mismatches.length + missed.length + swaps.leaks.length + unseen.length === 0 &&
        (!full || swaps.pairs >= FULL_SWAPS),
      figures: [
        `${compared} decisions compared with a table by hand: ${mismatches.length} mismatches`,
        ...mismatches.slice(0, 5),
        `${matrixMutants.length - missed.length} of ${matrixMutants.length} planted mistakes found by it: ${matrixMutants.map(([name]) => name).join('; ')}`,
        ...missed.map(([name]) => `MISSED: ${name}`),
        `${swaps.pairs} ids of hidden cases given over HTTP, by every ${full ? 'agency type' : 'desk'}, in every operation: ${swaps.leaks.length} leaks`,
        ...swaps.leaks.slice(0, 5),
        `${resolverMutants.length - unseen.length} of ${resolverMutants.length} mistakes planted behind resolvers found: ${resolverMutants.map(([name]) => name).join('; ')}`,
        ...unseen.map((name) => `MISSED: ${name}`),
      ],
    };
  } finally {
    await place.close();
  }
};
