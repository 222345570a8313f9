import {
  type Consistency,
  dumpVerifier,
  type Hash,
  hashBytes,
  hashOf,
  type Inclusion,
  isSigned,
  provesConsistency,
  provesInclusion,
  type Remembered,
  readCheckpoint,
  readNote,
  type TreeHash,
  type Verdict,
  type Verifier,
  type VerifyParts,
  witness,
} from '#transparency';

/** Everything that believes or does not: ours, or ours with a bug planted in it. */
export interface Checker {
  inclusion(proof: Inclusion): boolean;
  consistency(proof: Consistency): boolean;
  dump(lines: readonly Buffer[], parts: Omit<VerifyParts, 'tree'>): Verdict;
  /** Whether a witness that remembers this signs that. */
  signs(
    parts: Parameters<typeof witness>[0],
    remembered: Remembered | null,
    shown: Parameters<typeof witness>[2],
  ): boolean;
  signed(note: string, key: Verifier): boolean;
}

export const oursWith = (tree: TreeHash): Checker => ({
  inclusion: (proof) => provesInclusion(tree, proof),
  consistency: (proof) => provesConsistency(tree, proof),
  dump: (lines, parts) => {
    const verifier = dumpVerifier({ tree, ...parts });
    for (const line of lines) if (!verifier.line(line)) break;
    return verifier.end();
  },
  signs: (parts, remembered, shown) => !('refused' in witness(parts, remembered, shown)),
  signed: (note, key) => isSigned(readNote(note), key),
});

/** Bugs as they are made, each by itself in a verifier that is otherwise ours. A proof that does not see them proves nothing. */
export function plantedWith(tree: TreeHash): Readonly<Record<string, Checker>> {
  const ours = oursWith(tree);
  return {
    'a leaf is believed at any place': {
      ...ours,
      inclusion: (proof) =>
        Array.from({ length: proof.size }, (_, index) => index).some((index) => ours.inclusion({ ...proof, index })),
    },
    'hashes after the root are passed over': {
      ...ours,
      inclusion: (proof) => ours.inclusion(proof) || ours.inclusion({ ...proof, proof: proof.proof.slice(0, -1) }),
    },
    'the proof of inclusion is not reckoned, only counted': {
      ...ours,
      inclusion: ({ proof, size }) => Math.abs(proof.length - Math.log2(size)) <= 1,
    },
    'the old root is not compared': {
      ...ours,
      consistency: (proof) => ours.consistency(proof) || (proof.from < proof.to && leadsTo(tree, proof)),
    },
    'a proof of consistency is not asked for': { ...ours, consistency: ({ from, to }) => from <= to },
    'a dump is compared with the newest checkpoint alone': {
      ...ours,
      dump: (lines, parts) => ours.dump(lines, { ...parts, checkpoints: parts.checkpoints.slice(-1) }),
    },
    'a dump is held against itself': { ...ours, dump: (lines) => ours.dump(lines, { checkpoints: [] }) },
    'a dump may end early': {
      ...ours,
      dump: (lines, parts) => {
        const found = ours.dump(lines, parts);
        return found.divergence?.why === 'missing' ? { ...found, divergence: undefined } : found;
      },
    },
    'records are parsed and written again before they are hashed': {
      ...ours,
      dump: (lines, parts) => ours.dump(lines.map(again), parts),
    },
    'leaf hashes are believed, whether they lead to a noted root or not': {
      ...ours,
      dump: (lines, parts) => {
        const { leaves } = parts;
        if (!leaves) return ours.dump(lines, parts);
        const at = lines.findIndex((line, n) => tree.leaf(line) !== hashOf(leaves.subarray(n * 32, n * 32 + 32)));
        if (at < 0 && leaves.length === lines.length * 32) return { events: lines.length, agreed: lines.length };
        const position = at < 0 ? lines.length + 1 : at + 1;
        return { events: lines.length, agreed: 0, divergence: { from: position, to: position, why: 'altered' } };
      },
    },
    'positions are counted from 0': {
      ...ours,
      dump: (lines, parts) => {
        const { divergence, ...found } = ours.dump(lines, parts);
        return {
          ...found,
          divergence: divergence && { ...divergence, from: divergence.from - 1, to: divergence.to - 1 },
        };
      },
    },
    'a witness forgets how far the log was': {
      ...ours,
      signs: (parts, remembered, shown) => ours.signs(parts, remembered, shown) || ours.signs(parts, null, shown),
    },
    'a witness compares sizes alone': {
      ...ours,
      signs: (parts, remembered, shown) =>
        readCheckpoint(readNote(shown.note).text).size >= (remembered?.size ?? 0) && ours.signs(parts, null, shown),
    },
    'signatures are not checked': { ...ours, signed: () => true },
  };
}

/** Whether some old root makes the proof lead to the new one: what is left when nobody compares the old one. */
function leadsTo(tree: TreeHash, proof: Consistency): boolean {
  const last = proof.proof.at(-1);
  return (
    last !== undefined &&
    proof.fromRoot !== proof.toRoot &&
    hashBytes(last).length === 32 &&
    newRootOf(tree, proof) === proof.toRoot
  );
}

/** RFC 9162, 2.1.4.2, the half about the new root. */
function newRootOf(tree: TreeHash, { from, to, fromRoot, proof }: Consistency): Hash | undefined {
  let at = from - 1;
  let last = to - 1;
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  const [first, ...rest] = at === 0 ? [fromRoot, ...proof] : proof;
  let grown = first;
  for (const beside of rest) {
    if (grown === undefined) return undefined;
    if (at % 2 === 1 || at === last) {
      grown = tree.node(beside, grown);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else grown = tree.node(grown, beside);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return grown;
}

function again(line: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(line.toString())));
  } catch {
    return line;
  }
}
