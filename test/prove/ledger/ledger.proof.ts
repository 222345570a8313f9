import { consistencyProof, readCheckpoint, readNote, readVerifier, signerOf } from '#transparency';
import type { Proof } from '../proof.ts';
import { type Random, random } from '../random.ts';
import { type Checker, oursWith, plantedWith } from './checker.ts';
import { forger } from './forgeries.ts';
import { type Notarised, notarised, type Suite, someEvents, suites } from './notarised.ts';
import { tampers } from './tampers.ts';

const EVENTS = 240;
const CHECKPOINTS = 6;
/** For a planted bug it is enough to be seen once. */
const SEEN_WITHIN = { tampers: 400, proofs: 400, steps: 60 };

interface Counts {
  readonly tampers: number;
  readonly proofs: number;
  readonly steps: number;
}

/** What a checker let pass or misjudged; nothing, when it is right. */
interface Missed {
  readonly tampers: number;
  /** Found, and another position named. */
  readonly misnamed: number;
  readonly proofs: number;
  readonly steps: number;
  /** Honest things that were refused. */
  readonly honest: number;
}

/** Tampered dumps, forged proofs and bent histories: all are found, and the position is named; in either suite. */
export const ledger: Proof = async ({ full, seed = 1, tell }) => {
  const counts = full
    ? { tampers: 10_000, proofs: 30_000, steps: 2_000 }
    : { tampers: 1_000, proofs: 3_000, steps: 200 };
  const found = [await inSuite('intl', counts, seed, tell), await inSuite('gm', counts, seed, tell)];
  return { holds: found.every(({ holds }) => holds), figures: found.flatMap(({ figures }) => figures) };
};

async function inSuite(suite: Suite, counts: Counts, seed: number, tell: (line: string) => void) {
  const chance = random(seed);
  const given = await notarised(chance, suite, someEvents(chance, EVENTS), CHECKPOINTS);
  tell(`ledger: our verifiers, ${suite}`);
  const missed = await trial(oursWith(given.tree), given, counts, seed, tell);
  const caught: string[] = [];
  const escaped: string[] = [];
  for (const [bug, checker] of Object.entries(plantedWith(given.tree))) {
    tell(`ledger: ${suite}, ${bug}`);
    (right(await trial(checker, given, SEEN_WITHIN, seed)) ? escaped : caught).push(bug);
  }
  return {
    holds: right(missed) && escaped.length === 0,
    figures: [
      `${suite}: ${HOW[suite]}`,
      `${counts.tampers} tampered dumps of ${EVENTS} events under ${CHECKPOINTS} checkpoints: ${missed.tampers} not found, ${missed.misnamed} misnamed`,
      `${counts.proofs} forged proofs of inclusion and consistency: ${missed.proofs} believed`,
      `${counts.steps} rollbacks, forks and forged signatures before a witness: ${missed.steps} signed or believed`,
      `${missed.honest} honest dumps, proofs and steps refused`,
      `${caught.length} of ${caught.length + escaped.length} planted bugs caught${escaped.length > 0 ? `; not: ${escaped.join('; ')}` : ''}`,
      ...caught.map((bug) => `  caught: ${bug}`),
    ],
  };
}

const HOW: Readonly<Record<Suite, string>> = { intl: 'SHA-256 and Ed25519', gm: 'SM3 and SM2' };

const right = (missed: Missed) => Object.values(missed).every((count) => count === 0);

async function trial(
  checker: Checker,
  given: Notarised,
  counts: Counts,
  seed: number,
  tell: (line: string) => void = () => undefined,
): Promise<Missed> {
  const chance = random(seed + 1);
  const dumps = await tamperedDumps(checker, given, counts.tampers, chance, tell);
  const proofs = await forgedProofs(checker, given, counts.proofs, chance);
  const steps = await bentHistories(checker, given, counts.steps, chance);
  return {
    tampers: dumps.missed,
    misnamed: dumps.misnamed,
    proofs: proofs.missed,
    steps: steps.missed,
    honest: dumps.honest + proofs.honest + steps.honest,
  };
}

async function tamperedDumps(
  checker: Checker,
  given: Notarised,
  count: number,
  chance: Random,
  tell: (line: string) => void,
) {
  const { lines, checkpoints, leaves } = given;
  let [missed, misnamed] = [0, 0];
  const honest =
    checker.dump(lines, { checkpoints }).divergence || checker.dump(lines, { checkpoints, leaves }).divergence;
  for (let n = 0; n < count; n += 1) {
    if (n % 2_000 === 1_999) tell(`ledger: ${n + 1} of ${count} dumps`);
    const { lines: tampered, first, leaves: mended } = await chance.pick(Object.values(tampers))(given, chance);
    const exact = checker.dump(tampered, { checkpoints, leaves }).divergence;
    const part = checker.dump(tampered, { checkpoints }).divergence;
    const fooled = mended && !checker.dump(tampered, { checkpoints, leaves: mended }).divergence;
    if (!exact || !part || fooled) {
      missed += 1;
      continue;
    }
    // Without leaf hashes: no wider than from one checkpoint to the next.
    const end = checkpoints.find(({ size }) => size >= first)?.size ?? 0;
    const begin = checkpoints.findLast(({ size }) => size < first)?.size ?? 0;
    const named = exact.from === first && exact.to === first;
    if (!named || part.from <= begin || part.from > first || part.to < first || part.to > end) misnamed += 1;
  }
  return { missed, misnamed, honest: honest ? 1 : 0 };
}

async function forgedProofs(checker: Checker, given: Notarised, count: number, chance: Random) {
  const forge = await forger(given, chance);
  let [missed, honest] = [0, 0];
  for (let n = 0; n < count; n += 2) {
    const inclusion = await forge.inclusion();
    const consistency = await forge.consistency();
    if (checker.inclusion(inclusion.forged)) missed += 1;
    if (checker.consistency(consistency.forged)) missed += 1;
    if (!checker.inclusion(inclusion.honest) || !checker.consistency(consistency.honest)) honest += 1;
  }
  return { missed, honest };
}

/** The log shows a witness a shorter past, another one, or one that it did not sign. */
async function bentHistories(checker: Checker, given: Notarised, count: number, chance: Random) {
  const { suite, tree, notes, log, store } = given;
  const own = signerOf({ name: 'prove.witness', algorithm: suites[suite].algorithm, seed: chance.bytes(32) });
  const parts = { tree, signer: own, log: readVerifier(log.verifier) };
  let [missed, honest] = [0, 0];
  for (let n = 0; n < count; n += 1) {
    const before = chance.whole(1, notes.length - 1);
    const after = chance.whole(before, notes.length - 1);
    const at = (place: number) => readCheckpoint(readNote(notes[place] ?? '').text);
    const remembered = at(before);
    const seconds = chance.whole(1, 2 ** 31);
    const proof = await consistencyProof(tree, store, remembered.size, at(after).size);
    const shown = { note: notes[after] ?? '', proof, seconds };
    if (!checker.signs(parts, remembered, shown)) honest += 1;
    if (checker.signs(parts, remembered, { ...shown, note: notes[before - 1] ?? '', proof: [] })) missed += 1;
    const other = await notarised(chance, suite, someEvents(chance, 24), 2);
    const forked = { ...at(before), root: readCheckpoint(readNote(other.notes[0] ?? '').text).root };
    if (checker.signs(parts, forked, shown)) missed += 1;
    if (checker.signs(parts, null, { note: other.notes[1] ?? '', proof: [], seconds })) missed += 1;
    const forged = (notes[after] ?? '').replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`);
    if (checker.signed(forged, parts.log)) missed += 1;
    if (!checker.signed(notes[after] ?? '', parts.log)) honest += 1;
  }
  return { missed, honest };
}
