import type { Digest, Hash } from './digest.ts';
import type { Node } from './merkle.ts';
import type { Nodes } from './proof.ts';

/** A leaf to be added: where its event stands, and its hash. */
export interface Leaf {
  readonly stream: string;
  readonly revision: number;
  /** The event's position as its engine gives it. */
  readonly position: string;
  readonly hash: Hash;
}

/** How far the tree has come. */
export interface Grown {
  readonly size: number;
  /** The position of the last leaf's event; null for a tree without leaves. */
  readonly position: string | null;
  /** The size of the newest checkpoint, 0 before there is one. */
  readonly noted: number;
}

/** An event named by its stream. */
export interface Place {
  readonly stream: string;
  readonly revision: number;
}

/** More leaves, the subtrees that they complete, and perhaps a checkpoint over them. */
export interface Growth {
  /** The size at which they were reckoned. */
  readonly from: number;
  readonly leaves: readonly Leaf[];
  readonly nodes: readonly (Node & { readonly hash: Hash })[];
}

/** The tree grew meanwhile by another hand: read it again. */
export class TreeMoved extends Error {
  override readonly name = 'TreeMoved';
}

/** What a tree is tied to for good: witnesses know it by this. */
export interface Bound {
  /** The key that signs its checkpoints. */
  readonly verifier: string;
  readonly digest: Digest['name'];
}

/** Where the tree and its checkpoints are kept: what was once noted is never written over. */
export interface TreeStore extends Nodes {
  grown(): Promise<Grown>;
  /** The leaf hashes of events, in that order; undefined for those that are not in the tree. */
  leavesOf(places: readonly Place[]): Promise<readonly (Hash | undefined)[]>;
  /** The leaf hashes from `from` up to, not including, `to`. */
  leaves(from: number, to: number): Promise<readonly Hash[]>;
  /** Which leaf an event is, counted from 0, or null. */
  indexOf(place: Place): Promise<number | null>;
  /** @throws TreeMoved when the tree has another size by now. */
  grow(growth: Growth): Promise<void>;
  /** Keeps a checkpoint. The first one of a size counts. */
  note(size: number, note: string): Promise<void>;
  /** The newest checkpoint's note, or null. */
  newest(): Promise<string | null>;
  /** Ties the tree to key and digest, unless it is tied already; gives what holds from now on. Null only asks. */
  bind(to: Bound | null): Promise<Bound | null>;
  /** All checkpoints' notes after a size, the oldest first, at most `limit`. */
  notes(after: number, limit: number): Promise<readonly string[]>;
}
