import type { Proof } from '../proof.ts';
import { hiddenPlace } from './hidden.place.ts';
import { compareMatrix, matrixMutants, shipped } from './matrix.ts';
import { compareOutsiders, outsiderMutants, outsiderMutantsMissed } from './outsiders.swaps.ts';
import { outsiders } from './outsiders.ts';
import { compareRegister, registerMatrixMutants } from './register.matrix.ts';
import {
  asking,
  compareEntries,
  comparePair,
  type Leaks,
  questionsOf,
  registerMutants,
  resolverMutants,
  resolversMissed,
} from './swaps.ts';

const FULL_SWAPS = 5_000;

/** Every decision as the table by hand says, and no answer over HTTP that tells a hidden case from one that never was. */
export const authz: Proof = async ({ full, tell }) => {
  tell('authz: the matrix');
  const [matrix, register] = [compareMatrix(shipped), compareRegister()];
  const compared = matrix.compared + register.compared;
  const mismatches = [...matrix.mismatches, ...register.mismatches];
  const planted = [...matrixMutants, ...registerMatrixMutants].map(([name]) => name);
  const missed = [
    ...matrixMutants.filter(([, deciding]) => compareMatrix(deciding, 1).mismatches.length === 0),
    ...registerMatrixMutants.filter(([, deciding]) => compareRegister(deciding).mismatches.length === 0),
  ];
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
    const entries = await compareEntries(place, (pairs) => tell(`authz: ${pairs} entries of the register swapped`));
    const unseenOf = await resolversMissed(place);
    tell('authz: those who were inside once');
    const who = await outsiders(place);
    const once = await compareOutsiders(place, who);
    const bent = [...[...resolverMutants, ...registerMutants].map(([name]) => name), ...outsiderMutants];
    const unseen = [...unseenOf, ...(await outsiderMutantsMissed(place, who))];
    return {
      holds:
        mismatches.length +
          missed.length +
          swaps.leaks.length +
          entries.leaks.length +
          once.leaks.length +
          unseen.length ===
          0 &&
        (!full || swaps.pairs >= FULL_SWAPS),
      figures: [
        `${compared} decisions compared with a table by hand: ${mismatches.length} mismatches`,
        ...mismatches.slice(0, 5),
        `${planted.length - missed.length} of ${planted.length} planted mistakes found by it: ${planted.join('; ')}`,
        ...missed.map(([name]) => `MISSED: ${name}`),
        `${swaps.pairs} ids of hidden cases given over HTTP, by every ${full ? 'agency type' : 'desk'}, in every operation: ${swaps.leaks.length} leaks`,
        ...swaps.leaks.slice(0, 5),
        `${entries.pairs} ids of entries on the key-minor register given over HTTP, by every agency type whose duty it is not and by all of another county: ${entries.leaks.length} leaks`,
        ...entries.leaks.slice(0, 5),
        `${once.pairs} ids given by ${who.length} who were inside once or stand close by (kept out, moved away, split, above): ${once.leaks.length} leaks`,
        ...once.leaks.slice(0, 5),
        `${bent.length - unseen.length} of ${bent.length} mistakes planted behind resolvers found: ${bent.join('; ')}`,
        ...unseen.map((name) => `MISSED: ${name}`),
      ],
    };
  } finally {
    await place.close();
  }
};
