import { type Hash, hashText, readHash } from './digest.ts';
import { NoteError } from './note.ts';

/** What a log says of itself at a moment (检查点): so many leaves, this root. C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** Which log: a name without a scheme, such as `jieli.example/log`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** The text that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${hashText(root)}\n`;
}

/** @throws NoteError when the text is no checkpoint. Lines after the third are extensions and passed over. */
export function readCheckpoint(text: string): Checkpoint {
  const [origin, size = '', hash = '', ...rest] = text.split('\n');
  const root = readHash(hash);
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size) || !root || rest.at(-1) !== '')
    throw new NoteError('not a checkpoint');
  return { origin, size: Number(size), root };
}
