import { checkpointText } from './checkpoint.ts';
import type { Hash } from './digest.ts';
import { coverOf, frontier, type Node, type TreeHash } from './merkle.ts';
import { type Signer, writeNote } from './note.ts';
import { NOTHING, type Recorded, recordText } from './record.ts';
import type { Leaf, TreeStore } from './tree.store.ts';

/** An event of the log with its position. */
export type Positioned = Recorded & { readonly position: string };

export interface NotaryParts {
  readonly tree: TreeHash;
  readonly store: TreeStore;
}

/** A line of a dump and what the tree holds for it. */
export interface Chained {
  readonly text: string;
  readonly event: Positioned;
}

/**
 * Writes events as records, each with the leaf hash of the one before it in its stream: that of this batch, or as the tree
 * keeps it.
 *
 * @throws Error when the tree lacks the event before one of them: events were left out.
 */
export async function chained(
  { tree, store }: NotaryParts,
  events: readonly Positioned[],
): Promise<readonly (Chained & { readonly hash: Hash })[]> {
  const inBatch = new Set(events.map((event) => place(event.stream, event.revision)));
  const outside = events
    .map(({ stream, revision }) => ({ stream, revision: revision - 1 }))
    .filter(({ stream, revision }) => revision >= 0 && !inBatch.has(place(stream, revision)));
  const kept = await store.leavesOf(outside);
  const known = new Map<string, Hash | undefined>(outside.map((at, n) => [place(at.stream, at.revision), kept[n]]));
  return events.map((event) => {
    const { stream, revision } = event;
    const previous = revision === 0 ? NOTHING : known.get(place(stream, revision - 1));
    if (previous === undefined) throw new Error(`the tree lacks ${stream} ${revision - 1}`);
    const text = recordText(event, previous);
    const hash = tree.leaf(Buffer.from(text));
    known.set(place(stream, revision), hash);
    return { text, event, hash };
  });
}

/**
 * Adds events to the tree, in the order of the log (存证).
 *
 * @throws TreeMoved when another hand grew the tree meanwhile.
 */
export async function record(parts: NotaryParts, events: readonly Positioned[]): Promise<number> {
  const { tree, store } = parts;
  const { size } = await store.grown();
  const growing = frontier(tree, size, await store.nodes(coverOf(0, size)));
  const nodes: (Node & { readonly hash: Hash })[] = [];
  const leaves = (await chained(parts, events)).map(({ event: { stream, revision, position }, hash }): Leaf => {
    growing.add(hash, (node, of) => nodes.push({ ...node, hash: of }));
    return { stream, revision, position, hash };
  });
  await store.grow({ from: size, leaves, nodes });
  return size + leaves.length;
}

/**
 * Signs and keeps a checkpoint over all that the tree holds (检查点), unless the newest one covers it.
 *
 * @returns the newest note, or null while the tree has no leaf.
 */
export async function checkpoint({ tree, store }: NotaryParts, signer: Signer): Promise<string | null> {
  const { size, noted } = await store.grown();
  if (size > noted) {
    const root = frontier(tree, size, await store.nodes(coverOf(0, size))).root();
    const text = checkpointText({ origin: signer.name, size, root, digest: tree.digest });
    await store.note(size, writeNote({ text, signatures: [signer.sign(text)] }));
  }
  return store.newest();
}

const place = (stream: string, revision: number) => `${revision} ${stream}`;
