import { open } from 'node:fs/promises';
import type { Database } from '#service';
import { SetupError } from '#service';
import { chained, hashBytes, readCheckpoint, readNote } from '#transparency';
import { progressLine } from './progress.ts';

const PAGE = 1_000;

/** Writes each event under the newest checkpoint as its record, a line each, and the leaf hashes as the tree holds them. */
export async function dump({ store, notarising }: Database, file: string): Promise<void> {
  const note = await notarising.store.newest();
  if (note === null)
    throw new SetupError('还没有检查点，请先运行 audit checkpoint。No checkpoint yet: run audit checkpoint first.');
  const { size } = readCheckpoint(readNote(note).text);
  await using records = await openPrivate(file);
  await using leaves = await openPrivate(`${file}.leaves`);
  const bar = progressLine('events');
  let position: Parameters<typeof store.readAll>[0]['after'] = null;
  for (let done = 0; done < size; ) {
    const events = await store.readAll({ after: position, limit: Math.min(PAGE, size - done) });
    if (events.length === 0) break; // the log ends before the checkpoint: verifying will say so
    const lines = await chained(notarising, events);
    await records.writeFile(lines.map(({ text }) => `${text}\n`).join(''));
    await leaves.writeFile(Buffer.concat((await notarising.store.leaves(done, done + events.length)).map(hashBytes)));
    done += events.length;
    position = events.at(-1)?.position ?? null;
    bar(done, size);
  }
  process.stderr.write('\n');
  console.log(`${file}：${size} 个事件，检查点随后。${size} events; their checkpoint:\n`);
  process.stdout.write(note);
}

/** What is written holds who did what when: others on the machine need not read it. */
function openPrivate(file: string) {
  return open(file, 'w', 0o600);
}
