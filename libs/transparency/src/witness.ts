import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import type { Hash } from './digest.ts';
import type { TreeHash } from './merkle.ts';
import { isSigned, NoteError, readNote, type Signer, type Verifier, writeNote } from './note.ts';
import { provesConsistency } from './proof.ts';

/** An agency that looks over the log's shoulder (见证机构): it remembers size and root, and signs what goes on from there. */
export interface WitnessParts {
  readonly tree: TreeHash;
  readonly signer: Signer;
  /** The log it looks after. */
  readonly log: Verifier;
}

/** What a witness remembers of a log. */
export type Remembered = Pick<Checkpoint, 'size' | 'root'>;

/**
 * Why a witness does not sign.
 *
 * - `unsigned`: no checkpoint, or not signed by the log.
 * - `other-log`: a checkpoint of another log, or of a tree with another digest than the one it knows.
 * - `rollback`: smaller than what it remembers (回滚).
 * - `fork`: as large as what it remembers with another root, or the proof does not lead from one to the other (分叉).
 */
export type WitnessRefusal = 'unsigned' | 'other-log' | 'rollback' | 'fork';

/** What came of it: the note with the witness's signature, and what it remembers from now on. */
export type Witnessed =
  | { readonly refused: WitnessRefusal }
  | { readonly note: string; readonly remembered: Remembered };

/** A checkpoint on its way to a witness. */
export interface Presented {
  readonly note: string;
  /** From what the witness remembers to this one; empty the first time. */
  readonly proof: readonly Hash[];
  /** Seconds since 1970. */
  readonly seconds: number;
}

/** @param remembered what it signed last; null before it has signed anything of this log. */
export function witness(
  { tree, signer, log }: WitnessParts,
  remembered: Remembered | null,
  { note, proof, seconds }: Presented,
): Witnessed {
  const seen = signedCheckpoint(note, log);
  if (!seen) return { refused: 'unsigned' };
  const { origin, digest, size, root } = seen.checkpoint;
  if (origin !== log.name || digest !== tree.digest) return { refused: 'other-log' };
  if (remembered) {
    if (size < remembered.size) return { refused: 'rollback' };
    const step = { from: remembered.size, to: size, fromRoot: remembered.root, toRoot: root, proof };
    if (!provesConsistency(tree, step)) return { refused: 'fork' };
  }
  const { text, signatures } = seen.note;
  return {
    note: writeNote({ text, signatures: [...signatures, signer.cosign(text, seconds)] }),
    remembered: { size, root },
  };
}

function signedCheckpoint(text: string, log: Verifier) {
  try {
    const note = readNote(text);
    return isSigned(note, log) ? { note, checkpoint: readCheckpoint(note.text) } : undefined;
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}
