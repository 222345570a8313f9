import {
  type Checkpoint,
  chained,
  checkpoint,
  frontier,
  hashBytes,
  memoryTree,
  type Positioned,
  readCheckpoint,
  readNote,
  record,
  type Signer,
  sha256,
  signerOf,
  sm3,
  type TreeHash,
  type TreeStore,
  treeHash,
} from '#transparency';
import type { Random } from '../random.ts';

/** How logs are kept, by suite: what their trees hash with, and what signs them. */
export const suites = {
  intl: { tree: treeHash(sha256), algorithm: 'ed25519' },
  gm: { tree: treeHash(sm3), algorithm: 'sm2' },
} as const;

export type Suite = keyof typeof suites;

/** A log as its notary left it: the lines of its dump, and what was noted of it. */
export interface Notarised {
  readonly suite: Suite;
  readonly tree: TreeHash;
  readonly events: readonly Positioned[];
  readonly lines: readonly Buffer[];
  readonly store: TreeStore;
  readonly log: Signer;
  readonly notes: readonly string[];
  readonly checkpoints: readonly Checkpoint[];
  readonly leaves: Buffer;
}

/** Events of streams that grow side by side, with ciphertext of all lengths in them. */
export function someEvents(chance: Random, count: number): readonly Positioned[] {
  const streams = Array.from({ length: Math.max(2, Math.floor(count / 8)) }, () => `case-${chance.uuid()}`);
  const revisions = new Map<string, number>();
  return Array.from({ length: count }, (_, n) => {
    const stream = chance.pick(streams);
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const sealed = `sealed:1:1:${stream.slice(5)}:identity:child.name:${chance.bytes(chance.whole(29, 300)).toString('base64url')}`;
    return {
      stream,
      revision,
      position: String(n + 1),
      id: chance.uuid(),
      type: chance.pick(['FlagRaised', 'FlagTriaged', 'ReportedToPolice', 'OrderIssued']),
      data: { child: { name: sealed }, kind: 'GUARDIANSHIP_FAILURE', note: '线索' },
      meta: { at: '2025-03-14T10:00:00.000+08:00', actor: { agency: { id: 'rvc-1' }, officer: 'rvc-1-1' } },
    };
  });
}

/** Records events, with a checkpoint after each part of them. */
export async function notarised(
  chance: Random,
  suite: Suite,
  events: readonly Positioned[],
  parts: number,
): Promise<Notarised> {
  const store = memoryTree();
  const { tree, algorithm } = suites[suite];
  const log = signerOf({ name: 'jieli/prove', algorithm, seed: chance.bytes(32) });
  const lines: Buffer[] = [];
  const size = Math.ceil(events.length / parts);
  for (let from = 0; from < events.length; from += size) {
    const part = events.slice(from, from + size);
    lines.push(...(await chained({ tree, store }, part)).map(({ text }) => Buffer.from(text)));
    await record({ tree, store }, part);
    await checkpoint({ tree, store }, log);
  }
  const notes = await store.notes(0, events.length);
  const leaves = Buffer.concat((await store.leaves(0, events.length)).map(hashBytes));
  const checkpoints = notes.map((note) => readCheckpoint(readNote(note).text));
  return { suite, tree, events, lines, store, log, notes, checkpoints, leaves };
}

/** The root over the first so many leaves. */
export async function rootAt({ tree, store }: Pick<Notarised, 'tree' | 'store'>, size: number) {
  const growing = frontier(tree);
  for (const leaf of await store.leaves(0, size)) growing.add(leaf);
  return growing.root();
}
