import type { Checkpoint } from './checkpoint.ts';
import { HASH_SIZE, type Hash, hashOf } from './digest.ts';
import { frontier, type TreeHash } from './merkle.ts';
import { follows, NOTHING, readLine } from './record.ts';

/** What a dump is held against. */
export interface VerifyParts {
  readonly tree: TreeHash;
  /** What witnesses noted, in any order. */
  readonly checkpoints: readonly Checkpoint[];
  /** Leaf hashes one after the other, from wherever: they are believed when they lead to a noted root. */
  readonly leaves?: Buffer;
}

/**
 * Where a dump first parts from what was noted (首个分歧): at one position, or somewhere from one to another. Positions count from
 * 1, in the one global order.
 *
 * - `altered`: the events there are not those that were noted.
 * - `missing`: the dump ends too early.
 * - `chain`: noted as it is, yet an event does not follow the one before it in its stream: the log itself went wrong.
 * - `notes`: two notes of one size have different roots; the log showed different faces.
 */
export interface Divergence {
  readonly from: number;
  readonly to: number;
  readonly why: 'altered' | 'missing' | 'chain' | 'notes';
}

/** What came of a verification. */
export interface Verdict {
  /** Lines read. */
  readonly events: number;
  /** So many events from the beginning agree with a note. Those after it no note vouches for. */
  readonly agreed: number;
  readonly divergence?: Divergence;
}

/** Takes the lines of a dump in order. */
export interface DumpVerifier {
  /** False once it is no use to go on. */
  line(bytes: Buffer): boolean;
  end(): Verdict;
}

/** Verifies a dump against notes, offline: leaf by leaf, the chain of each stream, and the root at each noted size. */
export function dumpVerifier({ tree, checkpoints, leaves }: VerifyParts): DumpVerifier {
  const noted = [...checkpoints].sort((one, other) => one.size - other.size);
  const growing = frontier(tree);
  const chain = chains();
  let next = 0;
  let agreed = { size: 0, edge: [] as readonly Hash[] };
  /** Leaf hashes since the last agreement. */
  let recent: Hash[] = [];
  let broken: number | undefined;
  let divergence: Divergence | undefined;

  const clash = noted.find(({ size, root }, n) => noted[n - 1]?.size === size && noted[n - 1]?.root !== root);
  if (clash) divergence = { from: 1, to: clash.size, why: 'notes' };

  /** The noted leaves of this part, if there are some that lead to the noted root. */
  const believed = ({ size, root }: Checkpoint): readonly Hash[] | undefined => {
    if (!leaves || leaves.length < size * HASH_SIZE) return undefined;
    const again = frontier(tree, agreed.size, agreed.edge);
    const part: Hash[] = [];
    for (let at = agreed.size; at < size; at += 1) {
      const leaf = hashOf(leaves.subarray(at * HASH_SIZE, (at + 1) * HASH_SIZE));
      part.push(leaf);
      again.add(leaf);
    }
    return again.root() === root ? part : undefined;
  };

  const locate = (checkpoint: Checkpoint): Divergence => {
    const read = agreed.size + recent.length;
    const short = read < checkpoint.size;
    const part = believed(checkpoint);
    if (part) {
      const at = part.findIndex((leaf, n) => leaf !== recent[n]);
      const position = agreed.size + at + 1;
      return { from: position, to: position, why: position > read ? 'missing' : 'altered' };
    }
    const last = broken ?? (short ? read + 1 : checkpoint.size);
    return { from: agreed.size + 1, to: last, why: short ? 'missing' : 'altered' };
  };

  const compare = () => {
    for (let note = noted[next]; note && note.size === growing.size(); note = noted[next]) {
      if (growing.root() !== note.root) {
        divergence = locate(note);
        return;
      }
      agreed = { size: note.size, edge: growing.edge() };
      recent = [];
      if (broken !== undefined) divergence = { from: broken, to: broken, why: 'chain' };
      next += 1;
    }
  };

  compare(); // a note of the empty log
  return {
    line(bytes) {
      if (divergence) return false;
      const leaf = tree.leaf(bytes);
      const chained = chain(bytes, leaf);
      growing.add(leaf);
      recent.push(leaf);
      if (!chained) broken ??= growing.size();
      if (noted[next]?.size === growing.size()) compare();
      return divergence === undefined;
    },
    end() {
      const note = noted[next];
      if (!divergence && note) divergence = locate(note);
      if (!divergence && broken !== undefined) divergence = { from: broken, to: broken, why: 'chain' };
      return { events: growing.size(), agreed: agreed.size, divergence };
    },
  };
}

/** Whether each line follows the one before it in its stream. */
function chains(): (bytes: Buffer, leaf: Hash) => boolean {
  const heads = new Map<string, { revision: number; leaf: Hash }>();
  return (bytes, leaf) => {
    const line = readLine(bytes);
    if (!line) return false;
    const { stream, revision } = line;
    const head = heads.get(stream);
    if (!head) {
      heads.set(stream, { revision, leaf });
      return revision === 0 && follows(bytes, NOTHING);
    }
    const next = revision === head.revision + 1 && follows(bytes, head.leaf);
    head.revision = revision;
    head.leaf = leaf;
    return next;
  };
}
