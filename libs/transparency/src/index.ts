export { type Checkpoint, readCheckpoint, treeOf } from './checkpoint.ts';
export {
  type Digest,
  digests,
  type Hash,
  hashBytes,
  hashOf,
  hashText,
  readHash,
  sha256,
  sm3,
} from './digest.ts';
export { linesOf, type ReadInto } from './lines.ts';
export { memoryTree } from './memory.tree.ts';
export { frontier, type Node, type TreeHash, treeHash } from './merkle.ts';
export { type Chained, chained, checkpoint, type NotaryParts, type Positioned, record } from './notary.ts';
export {
  bothSigners,
  isSigned,
  type Note,
  NoteError,
  readNote,
  readNotes,
  readVerifier,
  type Signer,
  type SigningSecret,
  signer,
  signerOf,
  type Verifier,
} from './note.ts';
export { migrateTree, postgresTree } from './postgres/postgres.tree.ts';
export {
  type Consistency,
  consistencyProof,
  type Inclusion,
  inclusionProof,
  provesConsistency,
  provesInclusion,
} from './proof.ts';
export { NOTHING, type Recorded, recordText } from './record.ts';
export { type Bound, type Grown, type Place, TreeMoved, type TreeStore } from './tree.store.ts';
export { type Divergence, type DumpVerifier, dumpVerifier, type Verdict, type VerifyParts } from './verify.ts';
export { type Remembered, type Witnessed, type WitnessRefusal, witness } from './witness.ts';
