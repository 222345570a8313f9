import { type Digest, digests, type Hash, hashText, readHash, sha256 } from './digest.ts';
import { type TreeHash, treeHash } from './merkle.ts';
import { NoteError } from './note.ts';

/** What a log says of itself at a moment (检查点): so many leaves, this root. C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** Which log: a name without a scheme, such as `jieli.example/log`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** What the tree hashes with: SHA-256, or SM3 where the log is kept by the suite `gm` (国密). */
  readonly digest: Digest;
}

/** An extension line of ours; a tree that hashes with SHA-256, as RFC 6962 has it, does without. */
const TREE = 'tree ';

/** The text that is signed. */
export function checkpointText({ origin, size, root, digest }: Checkpoint): string {
  return `${origin}\n${size}\n${hashText(root)}\n${digest === sha256 ? '' : `${TREE}${digest.name}\n`}`;
}

/**
 * Lines after the third are extensions: one of them names the digest of a tree that does not hash with SHA-256; others are
 * passed over.
 *
 * @throws NoteError when the text is no checkpoint, or of a tree that hashes with something we do not know.
 */
export function readCheckpoint(text: string): Checkpoint {
  const [origin, size = '', hash = '', ...rest] = text.split('\n');
  const root = readHash(hash);
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size) || !root || rest.at(-1) !== '')
    throw new NoteError('not a checkpoint');
  return { origin, size: Number(size), root, digest: digestOf(rest) };
}

/**
 * The tree that all of these were noted of.
 *
 * @throws NoteError when they are of trees that hash with different digests.
 */
export function treeOf(checkpoints: readonly Checkpoint[]): TreeHash {
  const [first = sha256, ...others] = new Set(checkpoints.map(({ digest }) => digest));
  if (others.length > 0) throw new NoteError('checkpoints of trees with different digests');
  return treeHash(first);
}

function digestOf(extensions: readonly string[]): Digest {
  const [named, ...more] = extensions.filter((line) => line.startsWith(TREE));
  if (named === undefined) return sha256;
  const digest = digests.find(({ name }) => name === named.slice(TREE.length));
  if (!digest || digest === sha256 || more.length > 0) throw new NoteError('a tree with an unknown digest');
  return digest;
}
