import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EmbeddedPostgresError, folderError } from './embedded.error.ts';

/** Held by the one process that may run the server of a data folder; the system frees it however that process ends. */
export interface FolderLock {
  release(): void;
}

const busy = 5;

/**
 * Takes the data folder for this process, or throws naming the process that has it.
 *
 * Node offers no file locks, but an exclusive transaction of its SQLite is one, on every system: no process number has
 * to be believed, and of two that start at once only one gets it. The file itself stays empty.
 */
export function lockFolder(dataDir: string): FolderLock {
  const path = join(dataDir, 'jieli.lock');
  const holder = join(dataDir, 'jieli.pid'); // for the message alone
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path);
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE'); // no journal file beside it
    writeFileSync(holder, `${process.pid}\n`);
  } catch (cause) {
    lock?.close();
    throw (cause as { errcode?: number }).errcode === busy ? taken(holder, cause) : folderError(path, cause);
  }
  const held = lock;
  return {
    release: () => {
      if (!held.isOpen) return;
      rmSync(holder, { force: true });
      held.close();
    },
  };
}

function taken(holder: string, cause: unknown): EmbeddedPostgresError {
  let pid = '?';
  try {
    pid = readFileSync(holder, 'utf8').trim();
  } catch {
    // it has only just taken the lock
  }
  return new EmbeddedPostgresError(
    `另一个接力正在使用此数据目录(进程 ${pid}),请先停止它,或换一个数据目录`,
    `Another Jieli is running on this data folder, pid ${pid}: stop it first or choose another data folder`,
    cause,
  );
}
