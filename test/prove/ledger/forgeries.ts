import { type Consistency, consistencyProof, type Hash, type Inclusion, inclusionProof } from '#transparency';
import type { Random } from '../random.ts';
import { type Notarised, rootAt } from './notarised.ts';

/** Ways to bend a list of hashes; each gives another list. */
const BENT: Readonly<Record<string, (proof: readonly Hash[], chance: Random) => readonly Hash[]>> = {
  'a bit turned': (proof, chance) => {
    if (proof.length === 0) return [strange(chance)];
    const at = chance.whole(0, proof.length - 1);
    const hash = proof[at] as Hash;
    const place = chance.whole(0, 31);
    const bent = String.fromCharCode(hash.charCodeAt(place) ^ (1 << chance.whole(0, 7)));
    return proof.with(at, (hash.slice(0, place) + bent + hash.slice(place + 1)) as Hash);
  },
  'a hash taken out': (proof, chance) =>
    proof.length === 0 ? [strange(chance)] : proof.toSpliced(chance.whole(0, proof.length - 1), 1),
  'a hash put in': (proof, chance) => proof.toSpliced(chance.whole(0, proof.length), 0, strange(chance)),
  'a hash at the end': (proof, chance) => [...proof, strange(chance)],
  'a hash doubled': (proof, chance) => {
    const at = chance.whole(0, proof.length - 1);
    return proof.length === 0 ? [strange(chance)] : proof.toSpliced(at, 0, proof[at] as Hash);
  },
};

export type ForgedInclusion = { readonly how: string; readonly forged: Inclusion; readonly honest: Inclusion };
export type ForgedConsistency = { readonly how: string; readonly forged: Consistency; readonly honest: Consistency };

/** Proofs of a log, made once and bent in every way. */
export async function forger(given: Notarised, chance: Random) {
  const { tree, store, checkpoints } = given;
  const roots = new Map<number, Hash>();
  const root = async (size: number) => {
    const known = roots.get(size) ?? (await rootAt(given, size));
    roots.set(size, known);
    return known;
  };
  const sizes = checkpoints.map(({ size }) => size);
  const leaves = await store.leaves(0, sizes.at(-1) ?? 0);

  const inclusion = async (): Promise<ForgedInclusion> => {
    const size = chance.pick(sizes);
    const index = chance.whole(0, size - 1);
    const proof = await inclusionProof(tree, store, index, size);
    const honest: Inclusion = { leaf: leaves[index] as Hash, index, size, proof, root: await root(size) };
    const other = (index + chance.whole(1, size - 1)) % size;
    const [how, bend] = chance.pick(Object.entries(BENT));
    const elsewhere = chance.pick(sizes.filter((one) => one !== size));
    const ways: readonly [string, Inclusion][] = [
      [how, { ...honest, proof: bend(proof, chance) }],
      ['another leaf', { ...honest, leaf: leaves[other] as Hash }],
      ['an invented leaf', { ...honest, leaf: strange(chance) }],
      ['another place', { ...honest, index: other }],
      ['a place beyond the end', { ...honest, index: size }],
      ['another checkpoint', { ...honest, size: elsewhere, root: await root(elsewhere) }],
    ];
    const [name, forged] = chance.pick(ways);
    return { how: name, forged, honest };
  };

  const consistency = async (): Promise<ForgedConsistency> => {
    const to = chance.pick(sizes);
    const from = chance.whole(1, to);
    const proof = await consistencyProof(tree, store, from, to);
    const honest: Consistency = { from, to, fromRoot: await root(from), toRoot: await root(to), proof };
    const [how, bend] = chance.pick(Object.entries(BENT));
    const ways: readonly [string, Consistency][] = [
      [how, { ...honest, proof: bend(proof, chance) }],
      ['another old root', { ...honest, fromRoot: strange(chance) }],
      ['another new root', { ...honest, toRoot: strange(chance) }],
      ['backwards', { from: to, to: from - 1, fromRoot: honest.toRoot, toRoot: await root(from - 1), proof }],
    ];
    const [name, forged] = chance.pick(ways);
    return { how: name, forged, honest };
  };
  return { inclusion, consistency };
}

const strange = (chance: Random) => chance.bytes(32).toString('latin1') as Hash;
