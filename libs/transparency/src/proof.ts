import type { Hash } from './digest.ts';
import { coverOf, type Node, rootOf, splitOf, type TreeHash } from './merkle.ts';

/** Where the hashes of complete subtrees are kept. */
export interface Nodes {
  /** Those asked for, in that order, in one round trip. */
  nodes(wanted: readonly Node[]): Promise<readonly Hash[]>;
}

/** Leaves from `from` up to, not including, `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Shows that a leaf stands at its place in a tree of `size` leaves (存在证明; RFC 6962, 2.1.1).
 *
 * @throws RangeError when there is no such leaf.
 */
export function inclusionProof(tree: TreeHash, nodes: Nodes, index: number, size: number): Promise<readonly Hash[]> {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  return hashesOf(tree, nodes, besideLeaf(index, { from: 0, to: size }));
}

/**
 * Shows that the tree of `from` leaves is the beginning of the tree of `to` leaves (一致性证明; RFC 6962, 2.1.2).
 *
 * @throws RangeError unless 0 <= from <= to.
 */
export function consistencyProof(tree: TreeHash, nodes: Nodes, from: number, to: number): Promise<readonly Hash[]> {
  if (!isSize(from) || !isSize(to) || from > to) throw new RangeError(`no tree of ${to} begins with ${from}`);
  return hashesOf(tree, nodes, from === 0 || from === to ? [] : between(from, { from: 0, to }, true));
}

export interface Inclusion {
  readonly leaf: Hash;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Hash[];
  readonly root: Hash;
}

/** Whether the proof holds (RFC 9162, 2.1.3.2). */
export function provesInclusion(tree: TreeHash, { leaf, index, size, proof, root }: Inclusion): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = tree.node(beside, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = tree.node(hash, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hash === root;
}

export interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Hash;
  readonly toRoot: Hash;
  readonly proof: readonly Hash[];
}

/** Whether the proof holds (RFC 9162, 2.1.4.2); the empty tree is the beginning of every tree. */
export function provesConsistency(tree: TreeHash, { from, to, fromRoot, toRoot, proof }: Consistency): boolean {
  if (!isSize(from) || !isSize(to) || from > to) return false;
  if (from === to) return proof.length === 0 && fromRoot === toRoot;
  if (from === 0) return proof.length === 0 && fromRoot === tree.empty;
  let at = from - 1;
  let last = to - 1;
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // a tree of a power of two is a node of the larger one, and its root need not be sent
  const [first, ...rest] = at === 0 ? [fromRoot, ...proof] : proof;
  if (first === undefined) return false;
  let old = first;
  let grown = first;
  for (const beside of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = tree.node(beside, old);
      grown = tree.node(beside, grown);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      grown = tree.node(grown, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && old === fromRoot && grown === toRoot;
}

/** The spans beside the way from a leaf to the root, the lowest first. */
function besideLeaf(index: number, { from, to }: Span): readonly Span[] {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...besideLeaf(index, { from, to: middle }), { from: middle, to }]
    : [...besideLeaf(index, { from: middle, to }), { from, to: middle }];
}

/** SUBPROOF of RFC 6962: `known` while the receiver has the root of this part already. */
function between(end: number, { from, to }: Span, known: boolean): readonly Span[] {
  if (end === to) return known ? [] : [{ from, to }];
  const middle = from + splitOf(to - from);
  return end <= middle
    ? [...between(end, { from, to: middle }, known), { from: middle, to }]
    : [...between(end, { from: middle, to }, false), { from, to: middle }];
}

async function hashesOf(tree: TreeHash, nodes: Nodes, spans: readonly Span[]): Promise<readonly Hash[]> {
  const covers = spans.map(({ from, to }) => coverOf(from, to));
  const found = await nodes.nodes(covers.flat());
  let at = 0;
  return covers.map((cover) => {
    const own = found.slice(at, at + cover.length);
    at += cover.length;
    return rootOf(tree, own);
  });
}

const half = (value: number) => Math.floor(value / 2);
const isSize = (value: number) => Number.isSafeInteger(value) && value >= 0;
