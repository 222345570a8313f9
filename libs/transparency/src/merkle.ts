import { type Digest, HASH_SIZE, type Hash } from './digest.ts';

/**
 * The Merkle tree of RFC 6962, section 2.1 (默克尔树). Sizes and places are whole numbers below 2^53 and never touched by
 * operators of 32 bits.
 */

/** A complete subtree: `nth` of those on its level, which covers 2^level leaves from `nth * 2^level` on. */
export interface Node {
  readonly level: number;
  readonly nth: number;
}

/** How leaves and nodes are hashed; what they begin with keeps one from being taken for the other. */
export interface TreeHash {
  readonly digest: Digest;
  leaf(bytes: Uint8Array): Hash;
  node(left: Hash, right: Hash): Hash;
  /** The root of a tree without leaves. */
  readonly empty: Hash;
}

const LEAF = 0x00;
const NODE = 0x01;

export function treeHash(digest: Digest): TreeHash {
  const both = Buffer.alloc(1 + 2 * HASH_SIZE, NODE);
  let room = Buffer.alloc(4096);
  return {
    digest,
    leaf(bytes) {
      const size = bytes.length + 1;
      if (room.length < size) room = Buffer.alloc(2 * size);
      room[0] = LEAF;
      room.set(bytes, 1);
      return digest.of(room.subarray(0, size));
    },
    node(left, right) {
      both.write(left + right, 1, 2 * HASH_SIZE, 'latin1');
      return digest.of(both);
    },
    empty: digest.of(Buffer.alloc(0)),
  };
}

/** The right edge of a growing tree: all that is needed to add leaves and to know the root. */
export interface Frontier {
  size(): number;
  /** Adds a leaf. `complete` is told of each subtree that it completes, the leaf itself first. */
  add(leaf: Hash, complete?: (node: Node, hash: Hash) => void): void;
  root(): Hash;
  /** The hashes of {@link coverOf}(0, size), the largest first: with them the tree can be grown on elsewhere. */
  edge(): readonly Hash[];
}

/** @param edge the hashes of {@link coverOf}(0, size), the largest first. */
export function frontier(tree: TreeHash, size = 0, edge: readonly Hash[] = []): Frontier {
  const stack = [...edge];
  let leaves = size;
  return {
    size: () => leaves,
    add(leaf, complete) {
      let hash = leaf;
      let level = 0;
      let nth = leaves;
      complete?.({ level, nth }, hash);
      for (; nth % 2 === 1; nth = (nth - 1) / 2) {
        hash = tree.node(stack.pop() as Hash, hash); // an odd place has its left neighbour on the stack
        level += 1;
        complete?.({ level, nth: (nth - 1) / 2 }, hash);
      }
      stack.push(hash);
      leaves += 1;
    },
    root: () => rootOf(tree, stack),
    edge: () => [...stack],
  };
}

/** The complete subtrees that together cover the leaves from `from` up to, not including, `to`, the largest first. */
export function coverOf(from: number, to: number): readonly Node[] {
  const cover: Node[] = [];
  for (let start = from; start < to; ) {
    let level = 0;
    let span = 1;
    while (start + 2 * span <= to) {
      span *= 2;
      level += 1;
    }
    cover.push({ level, nth: start / span });
    start += span;
  }
  return cover;
}

/** The root over the hashes of a cover, the largest first. */
export function rootOf(tree: TreeHash, cover: readonly Hash[]): Hash {
  return cover.length === 0 ? tree.empty : cover.reduceRight((right, left) => tree.node(left, right));
}

/** The largest power of two below `size`, which is at least 2: where RFC 6962 splits a tree. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
