import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, EmbeddedPostgresError, folderError } from './embedded.error.ts';
import { runningSince } from './process.identity.ts';

/** Held by the one process that may run the server of a data folder; worth nothing once that process has ended. */
export interface FolderLock {
  /** False when another process has taken the lock over. */
  held(): boolean;
  release(): void;
}

/** Takes the data folder for this process, or throws naming the process that has it. */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const path = join(dataDir, 'jieli.lock');
  const draft = `${path}.${randomUUID()}`;
  const mine = JSON.stringify({ pid: process.pid, since: runningSince(process.pid), nonce: randomUUID() });
  try {
    await writeFile(draft, mine, { flag: 'wx' });
    // A link appears at once with its content, so that nobody ever reads half a lock.
    while (!(await linked(draft, path))) await removeStale(path);
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? error : folderError(path, error);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
  const held = () => {
    try {
      return readFileSync(path, 'utf8') === mine;
    } catch {
      return false;
    }
  };
  return {
    held,
    release: () => {
      if (held()) rmSync(path, { force: true });
    },
  };
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(path: string): Promise<void> {
  const judged = await readFile(path, 'utf8').catch(ifMissing);
  if (judged === undefined) return;
  const holder = parse(judged);
  if (holder && runningSince(holder.pid) === holder.since) {
    throw new EmbeddedPostgresError(
      `另一个接力正在使用此数据目录(进程 ${holder.pid}),请先停止它,或换一个数据目录`,
      `Another Jieli is running on this data folder, pid ${holder.pid}: stop it first or choose another data folder`,
    );
  }
  // Two starters may judge the same stale lock: move it aside, and put it back if it is already somebody's new one.
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    return ifMissing(error);
  }
  if ((await readFile(aside, 'utf8')) !== judged) await linked(aside, path);
  await rm(aside, { force: true });
}

function ifMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

function parse(text: string): { pid: number; since: string } | undefined {
  try {
    const { pid, since } = JSON.parse(text) as { pid?: unknown; since?: unknown };
    return Number.isInteger(pid) && typeof since === 'string' ? { pid: Number(pid), since } : undefined;
  } catch {
    return undefined;
  }
}
