import { closeSync, createWriteStream, fstatSync, openSync, readSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Checkpoint, chained, dumpVerifier, frontier, linesOf, memoryTree, sha256, treeHash } from '#transparency';
import { atLeast, figure, interleaved, type Row, scope } from '../harness.ts';
import { history, law } from '../history.ts';

const EVENTS = { standard: 200_000, full: 2_000_000 };
const NOTED_EVERY = 10_000;

/** Audit verification of a dump on disk (leaves, chains, roots) against one SHA-256 of each of its lines. */
export const verify: Row = {
  name: 'verify',
  figures: ['verify'],
  run: (bench) =>
    scope(async (closing) => {
      const file = join(tmpdir(), `jieli-bench-verify-${process.pid}`);
      closing(() => rm(file, { force: true }));
      const events = bench.size(EVENTS.standard, EVENTS.full);
      const checkpoints = await write(file, events);
      const tree = treeHash(sha256);
      const ours = async () => {
        const verifier = dumpVerifier({ tree, checkpoints });
        const rate = through(file, (line) => verifier.line(line));
        const { agreed, divergence } = verifier.end();
        if (divergence || agreed !== events)
          throw new Error(`the dump was not verified: ${JSON.stringify(divergence)}`);
        return rate;
      };
      const theirs = async () => through(file, (line) => sha256.of(line));
      const medians = await interleaved(bench, 'verify', { ours, theirs });
      return [
        figure({
          name: 'verify',
          unit: 'events/s',
          goal: atLeast(0.5),
          ours: medians.ours ?? Number.NaN,
          theirs: medians.theirs,
          note: `SHA-256 of each of the same ${events.toLocaleString('en-US')} lines`,
        }),
      ];
    }),
};

/** Reads a file line by line and says how many lines a second that was. */
function through(file: string, each: (line: Buffer) => unknown): number {
  const opened = openSync(file, 'r');
  try {
    const began = performance.now();
    let lines = 0;
    const { size } = fstatSync(opened);
    for (const line of linesOf((room, from) => readSync(opened, room, from, room.length - from, null), size)) {
      each(line);
      lines += 1;
    }
    return (lines * 1000) / (performance.now() - began);
  } finally {
    closeSync(opened);
  }
}

/** A dump of cases of twenty events, mixed, as a log of that size would give it; returns what was noted of it. */
async function write(file: string, events: number): Promise<readonly Checkpoint[]> {
  const tree = treeHash(sha256);
  const one = history(law());
  const growing = frontier(tree);
  const checkpoints: Checkpoint[] = [];
  const out = createWriteStream(file, { mode: 0o600 });
  const cases = 500; // that run side by side
  for (let done = 0, group = 0; done < events; group += 1) {
    const part = one.flatMap((event, revision) =>
      Array.from({ length: cases }, (_, n) => ({
        stream: `case-${group}-${n}`,
        revision,
        position: '',
        id: `${group}-${n}-${revision}`,
        type: event.type,
        data: event.data,
        meta: event.meta,
      })),
    );
    const lines = await chained({ tree, store: memoryTree() }, part.slice(0, events - done));
    for (const { text, hash } of lines) {
      growing.add(hash);
      done += 1;
      if (!out.write(`${text}\n`)) await new Promise((resolve) => out.once('drain', resolve));
      if (done % NOTED_EVERY === 0 || done === events) {
        checkpoints.push({ origin: 'jieli/bench', size: done, root: growing.root(), digest: tree.digest });
      }
    }
  }
  out.end();
  await finished(out);
  return checkpoints;
}
