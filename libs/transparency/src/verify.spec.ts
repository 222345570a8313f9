import fc from 'fast-check';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { hashBytes, sha256, sm3 } from './digest.ts';
import { memoryTree } from './memory.tree.ts';
import { treeHash } from './merkle.ts';
import { chained, checkpoint, type Positioned, record } from './notary.ts';
import { privateKeyOf, readNote, readVerifier, signer } from './note.ts';
import { consistencyProof } from './proof.ts';
import { TreeMoved } from './tree.store.ts';
import { dumpVerifier, type Verdict } from './verify.ts';
import { witness } from './witness.ts';

const tree = treeHash(sha256);
const log = signer('jieli.example/log', privateKeyOf(Buffer.alloc(32, 1)));

/** So many events of three streams in turn, names with what JSON escapes among them. */
function events(count: number, from = 0): readonly Positioned[] {
  const streams = ['case-1', '审计 "\\ \u0007', 'audit-2'];
  return Array.from({ length: count }, (_, n) => ({
    stream: streams[(from + n) % 3] as string,
    revision: Math.floor((from + n) / 3),
    position: String(from + n + 1),
    id: `id-${from + n}`,
    type: 'Happened',
    data: { sealed: `sealed:1:${'x'.repeat((from + n) % 50)}`, n: from + n },
    meta: { at: '2025-03-14T10:00:00+08:00' },
  }));
}

/** A log with a checkpoint after each of these counts of events. */
async function noted(...counts: number[]) {
  const store = memoryTree();
  const parts = { tree, store };
  const lines: Buffer[] = [];
  let size = 0;
  for (const count of counts) {
    const more = events(count, size);
    lines.push(...(await chained(parts, more)).map(({ text }) => Buffer.from(text)));
    size = await record(parts, more);
    await checkpoint(parts, log);
  }
  const notes = await store.notes(0, 100);
  const leaves = Buffer.concat((await store.leaves(0, size)).map(hashBytes));
  return { store, lines, notes, leaves, checkpoints: notes.map((note) => readCheckpoint(readNote(note).text)) };
}

function verify(lines: readonly Buffer[], checkpoints: readonly Checkpoint[], leaves?: Buffer): Verdict {
  const verifier = dumpVerifier({ tree, checkpoints, leaves });
  for (const line of lines) if (!verifier.line(line)) break;
  return verifier.end();
}

describe('a dump', () => {
  it('agrees with the notes of its log, up to the newest', async () => {
    const { lines, checkpoints, store } = await noted(10, 1, 7);
    expect(verify(lines, checkpoints)).toEqual({ events: 18, agreed: 18, divergence: undefined });
    const more = (await chained({ tree, store }, events(2, 18))).map(({ text }) => Buffer.from(text));
    expect(verify([...lines, ...more], checkpoints)).toEqual({ events: 20, agreed: 18, divergence: undefined });
  });

  it('with one byte altered, an event taken out, put in, doubled or moved is found, position named', async () => {
    const { lines, checkpoints, leaves } = await noted(9, 14, 7);
    const line = fc.integer({ min: 0, max: lines.length - 1 });
    await fc.assert(
      fc.property(line, fc.nat(), fc.constantFrom('byte', 'out', 'in', 'double', 'swap'), (n, byte, how) => {
        const at = how === 'swap' ? Math.min(n, lines.length - 2) : n;
        const own = lines[at] as Buffer;
        const altered = Buffer.from(own);
        altered.writeUInt8((own.readUInt8(byte % own.length) + 1) % 256, byte % own.length);
        const [before, after] = [lines.slice(0, at), lines.slice(at + 1)];
        const tampered = {
          byte: [...before, altered, ...after],
          out: [...before, ...after],
          in: [...before, altered, own, ...after],
          double: [...before, own, own, ...after],
          swap: [...before, lines[at + 1] as Buffer, own, ...lines.slice(at + 2)],
        }[how];
        const first = how === 'double' ? at + 2 : at + 1;
        const exact = verify(tampered, checkpoints, leaves).divergence;
        if (how === 'double' && at === lines.length - 1) {
          expect(exact).toMatchObject({ from: first, to: first, why: 'chain' }); // after the newest note
          return;
        }
        expect(exact).toMatchObject({ from: first, to: first });
        const { from = 0, to = 0 } = verify(tampered, checkpoints).divergence ?? {};
        const part = [9, 23, 30].find((size) => first <= size) ?? 0;
        expect(from <= first && first <= to && to <= part).toBe(true);
      }),
    );
  });

  it('that ends too early is found', async () => {
    const { lines, checkpoints, leaves } = await noted(9, 14);
    expect(verify(lines.slice(0, 20), checkpoints).divergence).toEqual({ from: 10, to: 21, why: 'missing' });
    expect(verify(lines.slice(0, 20), checkpoints, leaves).divergence).toEqual({ from: 21, to: 21, why: 'missing' });
    expect(verify([], checkpoints, leaves).divergence).toEqual({ from: 1, to: 1, why: 'missing' });
  });

  it('is found out though its own chain was mended, and leaf hashes that were mended with it are not believed', async () => {
    const { checkpoints } = await noted(9, 14);
    const store = memoryTree();
    const other = events(23).map((event, n) => (n === 11 ? { ...event, type: 'Other' } : event));
    const lines = (await chained({ tree, store }, other)).map(({ text }) => Buffer.from(text));
    await record({ tree, store }, other);
    const leaves = Buffer.concat((await store.leaves(0, 23)).map(hashBytes));
    expect(verify(lines, checkpoints, leaves).divergence).toEqual({ from: 10, to: 23, why: 'altered' });
  });

  it('of a log that did not chain its events is found out, though it agrees with the notes', async () => {
    const store = memoryTree();
    const parts = { tree, store };
    await record(parts, events(6));
    const [next] = events(1, 6);
    const { revision, ...rest } = next as Positioned;
    const skipping = { ...rest, revision: revision + 1 };
    await expect(record(parts, [skipping])).rejects.toThrow('the tree lacks case-1 2');
    const stray = { ...rest, revision: 0 }; // a second beginning of the stream
    const lines = (await chained({ tree, store: memoryTree() }, [...events(6), stray])).map(({ text }) =>
      Buffer.from(text),
    );
    await store.grow({
      from: 6,
      leaves: [{ ...stray, hash: tree.leaf(lines[6] as Buffer) }],
      nodes: [{ level: 0, nth: 6, hash: tree.leaf(lines[6] as Buffer) }],
    });
    const note = (await checkpoint(parts, log)) ?? '';
    expect(verify(lines, [readCheckpoint(readNote(note).text)]).divergence).toEqual({ from: 7, to: 7, why: 'chain' });
  });

  it('is not needed to see that two notes of one size differ', async () => {
    const { lines, checkpoints } = await noted(9);
    const forked = checkpoints.map((one) => ({ ...one, root: tree.leaf(Buffer.from('other')) }));
    expect(verify(lines, [...checkpoints, ...forked]).divergence).toMatchObject({ why: 'notes' });
  });
});

it('two hands do not grow one tree from the same size', async () => {
  const store = memoryTree();
  await record({ tree, store }, events(3));
  await expect(store.grow({ from: 2, leaves: [], nodes: [] })).rejects.toThrow(TreeMoved);
});

describe('a witness', () => {
  const own = signer('wccw.example', privateKeyOf(Buffer.alloc(32, 2)));
  const parts = { tree, signer: own, log: readVerifier(log.verifier) };
  const seconds = 1_741_000_000;

  it('signs what goes on from what it remembers', async () => {
    const { store, notes, checkpoints } = await noted(9, 14);
    const first = witness(parts, null, { note: notes[0] ?? '', proof: [], seconds });
    if ('refused' in first) throw new Error(first.refused);
    expect(first.remembered).toMatchObject({ size: 9, root: checkpoints[0]?.root });
    const proof = await consistencyProof(tree, store, 9, 23);
    expect(witness(parts, first.remembered, { note: notes[1] ?? '', proof, seconds })).toMatchObject({
      remembered: { size: 23 },
    });
    expect(witness(parts, first.remembered, { note: notes[0] ?? '', proof: [], seconds })).toMatchObject({
      remembered: { size: 9 },
    });
  });

  it('refuses a rollback, a fork, another log and what nobody signed', async () => {
    const { store, notes, checkpoints } = await noted(9, 14);
    const other = await noted(8, 15);
    const [nine, all] = checkpoints;
    if (!nine || !all) throw new Error('there are no checkpoints');
    const proof = await consistencyProof(tree, store, 9, 23);
    const see = (remembered: Checkpoint | null, note = '', shown = proof) =>
      witness(parts, remembered, { note, proof: shown, seconds });
    expect(see(all, notes[0])).toEqual({ refused: 'rollback' });
    expect(see(nine, notes[1], proof.slice(1))).toEqual({ refused: 'fork' });
    expect(see({ ...nine, root: all.root }, notes[1])).toEqual({ refused: 'fork' });
    expect(see({ ...all, root: nine.root }, other.notes[1], [])).toEqual({ refused: 'fork' });
    expect(see(null, notes[1]?.replace('23', '24'))).toEqual({ refused: 'unsigned' });
    expect(see(null, 'no note')).toEqual({ refused: 'unsigned' });
    const national = { ...parts, tree: treeHash(sm3) };
    expect(witness(national, null, { note: notes[1] ?? '', proof, seconds })).toEqual({ refused: 'other-log' });
    const stranger = { ...parts, log: readVerifier(own.verifier) };
    expect(witness(stranger, null, { note: notes[1] ?? '', proof, seconds })).toEqual({ refused: 'unsigned' });
  });
});
