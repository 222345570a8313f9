import type { Hash } from './digest.ts';
import { type Bound, type Leaf, TreeMoved, type TreeStore } from './tree.store.ts';

/** A tree that dies with the process: for tests. */
export function memoryTree(): TreeStore {
  const leaves: Leaf[] = [];
  const nodes = new Map<string, Hash>();
  const notes = new Map<number, string>();
  let bound: Bound | null = null;
  const key = (level: number, nth: number) => `${level} ${nth}`;
  const sorted = () => [...notes].sort(([one], [other]) => one - other);
  return {
    grown: async () => ({
      size: leaves.length,
      position: leaves.at(-1)?.position ?? null,
      noted: sorted().at(-1)?.[0] ?? 0,
    }),
    nodes: async (wanted) =>
      wanted.map(({ level, nth }) => {
        const found = nodes.get(key(level, nth));
        if (found === undefined) throw new Error('the tree lacks a node');
        return found;
      }),
    leavesOf: async (places) =>
      places.map(
        (place) => leaves.find(({ stream, revision }) => stream === place.stream && revision === place.revision)?.hash,
      ),
    leaves: async (from, to) => leaves.slice(from, to).map(({ hash }) => hash),
    indexOf: async (place) => {
      const at = leaves.findIndex(({ stream, revision }) => stream === place.stream && revision === place.revision);
      return at < 0 ? null : at;
    },
    async grow(growth) {
      if (growth.from !== leaves.length) throw new TreeMoved(`the tree is not at ${growth.from} any more`);
      leaves.push(...growth.leaves);
      for (const { level, nth, hash } of growth.nodes) nodes.set(key(level, nth), hash);
    },
    async note(size, note) {
      if (!notes.has(size)) notes.set(size, note);
    },
    bind: async (to) => {
      bound ??= to;
      return bound;
    },
    newest: async () => sorted().at(-1)?.[1] ?? null,
    notes: async (after, limit) =>
      sorted()
        .filter(([size]) => size > after)
        .slice(0, limit)
        .map(([, note]) => note),
  };
}
