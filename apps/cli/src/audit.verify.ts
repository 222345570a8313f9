import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { SetupError } from '#service';
import {
  type Divergence,
  dumpVerifier,
  isSigned,
  linesOf,
  type Note,
  NoteError,
  readCheckpoint,
  readNotes,
  readVerifier,
  treeOf,
} from '#transparency';
import { progressLine } from './progress.ts';

interface Asked {
  readonly notes: string;
  readonly leaves?: string;
  readonly key: readonly string[];
}

const TOLD_EVERY = 200_000;

/** Verifies a dump against a witness's notes, without network, database or keys of ours. Exit code 1 when they diverge. */
export function verify(file: string, { notes, leaves, key }: Asked): void {
  const { checkpoints, tree } = readable(notes, () => {
    const found = readNotes(readFileSync(notes, 'utf8'));
    for (const one of key.map(readVerifier)) {
      const unsigned = found.findIndex((note) => !isSigned(note, one));
      if (unsigned >= 0) throw new SetupError(unsignedBy(one.name, found[unsigned] as Note));
    }
    const noted = found.map(({ text }) => readCheckpoint(text));
    return { checkpoints: noted, tree: treeOf(noted) };
  });
  const newest = checkpoints.reduce((most, { size }) => Math.max(most, size), 0);
  if (checkpoints.length === 0) throw new SetupError(`${notes} 中没有检查点。There is no checkpoint in ${notes}.`);
  const beside = leaves ?? `${file}.leaves`;
  const claimed = leaves !== undefined || existsSync(beside) ? readable(beside, () => readFileSync(beside)) : undefined;
  const verifier = dumpVerifier({ tree, checkpoints, leaves: claimed });
  const bar = progressLine('events');
  readable(file, () => {
    const opened = openSync(file, 'r');
    try {
      let read = 0;
      const { size } = fstatSync(opened);
      for (const line of linesOf((room, from) => readSync(opened, room, from, room.length - from, null), size)) {
        if (!verifier.line(line)) break;
        read += 1;
        if (read % TOLD_EVERY === 0) bar(read, Math.max(newest, read));
      }
    } finally {
      closeSync(opened);
    }
  });
  const { events, agreed, divergence } = verifier.end();
  if (divergence) {
    console.log(told(divergence));
    process.exitCode = 1;
  } else {
    const after = events - agreed;
    console.log(
      `核验一致：${agreed} 个事件与 ${checkpoints.length} 个检查点相符。${agreed} events agree with ${checkpoints.length} checkpoints.`,
    );
    if (after > 0) {
      console.log(`其后 ${after} 个事件尚无检查点担保。No checkpoint vouches for the ${after} after them.`);
    }
  }
  if (key.length === 0) {
    console.log('未给出 --key，签名未核验。No --key was given: signatures were not checked.');
  }
}

const WHY: Readonly<Record<Divergence['why'], string>> = {
  altered: '事件与检查点不符。The events are not those that were noted.',
  missing: '缺少事件。Events are missing.',
  chain: '事件未接续同一流的前一事件。An event does not follow the one before it in its stream.',
  notes: '同一规模有两个不同的检查点，日志分叉。Two notes of one size differ: the log forked.',
};

function told({ from, to, why }: Divergence): string {
  const where =
    from === to
      ? `首个分歧在第 ${from} 个事件。First divergence at position ${from}.`
      : `首个分歧在第 ${from} 至第 ${to} 个事件之间。First divergence between positions ${from} and ${to}.`;
  return `${where}\n${WHY[why]}`;
}

function unsignedBy(name: string, { text }: Note): string {
  const [origin, size] = text.split('\n');
  return `检查点 ${origin} ${size} 没有 ${name} 的有效签名。Checkpoint ${origin} ${size} bears no valid signature of ${name}.`;
}

function readable<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SetupError) throw error;
    if (error instanceof NoteError)
      throw new SetupError(`${file}：不是见证记录或公钥。Not notes or a key: ${error.message}`);
    const code = (error as { code?: string }).code;
    if (code === undefined) throw error;
    throw new SetupError(`无法读取 ${file}（${code}）。Cannot read ${file} (${code}).`);
  }
}
