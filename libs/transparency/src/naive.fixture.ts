import { createHash } from 'node:crypto';
import { type Hash, hashOf } from './digest.ts';
import { coverOf, frontier, type Node, type TreeHash } from './merkle.ts';
import type { Nodes } from './proof.ts';

/** RFC 6962, section 2.1, as it is written there: over whole lists, by recursion, with createHash. */
const bytes = (...parts: (number | Buffer)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : part))))
    .digest();

function splitAt(size: number): number {
  let split = 1;
  while (split << 1 < size) split <<= 1;
  return split;
}

export function naiveRoot(data: readonly Buffer[]): Buffer {
  if (data.length === 0) return createHash('sha256').digest();
  if (data.length === 1) return bytes(0, data[0] as Buffer);
  const k = splitAt(data.length);
  return bytes(1, naiveRoot(data.slice(0, k)), naiveRoot(data.slice(k)));
}

export function naivePath(m: number, data: readonly Buffer[]): Buffer[] {
  if (data.length === 1) return [];
  const k = splitAt(data.length);
  const [left, right] = [data.slice(0, k), data.slice(k)];
  return m < k ? [...naivePath(m, left), naiveRoot(right)] : [...naivePath(m - k, right), naiveRoot(left)];
}

export function naiveConsistency(m: number, data: readonly Buffer[], known = true): Buffer[] {
  if (m === data.length) return known ? [] : [naiveRoot(data)];
  const k = splitAt(data.length);
  const [left, right] = [data.slice(0, k), data.slice(k)];
  return m <= k
    ? [...naiveConsistency(m, left, known), naiveRoot(right)]
    : [...naiveConsistency(m - k, right, false), naiveRoot(left)];
}

/** A tree of these leaves with all its complete nodes. */
export function grownTree(tree: TreeHash, data: readonly Buffer[]) {
  const kept = new Map<string, Hash>();
  const key = ({ level, nth }: Node) => `${level} ${nth}`;
  const growing = frontier(tree);
  for (const one of data) growing.add(tree.leaf(one), (node, hash) => kept.set(key(node), hash));
  const nodes: Nodes = { nodes: async (wanted) => wanted.map((node) => kept.get(key(node)) as Hash) };
  const rootAt = async (size: number) => {
    const cover = await nodes.nodes(coverOf(0, size));
    return frontier(tree, size, cover).root();
  };
  return { nodes, rootAt, root: growing.root() };
}

export const asHash = (hex: string | Buffer) => hashOf(typeof hex === 'string' ? Buffer.from(hex, 'hex') : hex);
