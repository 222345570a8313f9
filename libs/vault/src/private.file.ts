import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { VaultError } from './vault.error.ts';

/** A JSON file that nobody else may read: what it holds, and how it is told from other files. */
export interface PrivateForm<T> {
  /** Undefined when the fields are not those of this form. */
  read(fields: Partial<Record<string, unknown>>): T | undefined;
  write(value: T): object;
}

const WINDOWS = process.platform === 'win32';

/**
 * Reads a private file, or makes it with `create`. Of several processes that create the same file at once all get the same
 * content, and a file that is there is never written over.
 *
 * @throws VaultError `key-file`, one line in Chinese and English, when the file is missing, unreadable, malformed, or open
 *   to other users.
 */
export async function loadPrivate<T>(path: string, form: PrivateForm<T>, create?: () => T): Promise<T> {
  try {
    return await read(path, form);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || !create) throw refused(path, error);
  }
  try {
    await write(path, form.write(create()), publish);
    return await read(path, form); // another process may have been first
  } catch (error) {
    throw refused(path, error);
  }
}

/**
 * Puts another value in place of the one that a private file holds, all or nothing. The old bytes are written over with zeros
 * first, which reaches them where the file system writes in place.
 *
 * @throws VaultError `key-file`.
 */
export async function replacePrivate<T>(path: string, form: PrivateForm<T>, value: T): Promise<void> {
  try {
    await write(path, form.write(value), async (draft) => {
      const old = `${path}.${randomUUID()}.old`;
      await link(path, old).catch(() => undefined); // a file system without hard links keeps no second name to wipe by
      await rename(draft, path);
      await wipe(old);
    });
  } catch (error) {
    throw refused(path, error);
  }
}

/**
 * Reads a key that others made and we keep, such as one in PEM, by the same rule.
 *
 * @throws VaultError `key-file` when it is open to other users; the system's own error when it cannot be read.
 */
export function readPrivateBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    refuseOpen(path, fstatSync(file));
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** @throws VaultError `key-file` when others may read, write or execute it. */
function refuseOpen(path: string, { mode }: { readonly mode: number }): void {
  if (WINDOWS || (mode & 0o077) === 0) return;
  throw line(
    `密钥文件 ${path} 对其他用户开放,请执行 chmod 600 ${path}`,
    `The key file ${path} is open to other users: run chmod 600 ${path}`,
  );
}

async function wipe(path: string): Promise<void> {
  try {
    await opened(path, 'r+', async (file) => {
      await file.write(Buffer.alloc((await file.stat()).size));
      await file.sync();
    });
    await rm(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

async function read<T>(path: string, form: PrivateForm<T>): Promise<T> {
  const text = await opened(path, 'r', async (file) => {
    refuseOpen(path, await file.stat());
    return file.readFile('utf8');
  });
  const found = form.read({ ...object(text) });
  if (found) return found;
  throw line(
    `密钥文件 ${path} 已损坏或不是密钥文件,请从备份恢复`,
    `The key file ${path} is damaged or no key file: restore it from its backup`,
  );
}

/** What went wrong is not passed on: the parser's error quotes the file. */
function object(text: string): Partial<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

async function write(
  path: string,
  content: object,
  place: (draft: string, path: string) => Promise<void>,
): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await opened(draft, 'wx', async (file) => {
      await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await file.sync();
    });
    await place(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  if (!WINDOWS) await opened(dirname(path), 'r', (folder) => folder.sync()); // Windows opens no folder to flush it
}

async function opened<T>(path: string, flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags, 0o600);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** By a link rather than a rename: whoever comes second fails, instead of replacing a key that is in use already. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw error;
    await rename(draft, path); // a file system without hard links
  }
}

function refused(path: string, error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  const code = codeOf(error) || String(error);
  if (code === 'ENOENT') {
    return line(
      `没有密钥文件 ${path},请检查路径或从备份恢复`,
      `There is no key file ${path}: check the path or restore it from its backup`,
      error,
    );
  }
  return line(`无法使用密钥文件 ${path}(${code})`, `The key file ${path} cannot be used (${code})`, error);
}

/** The system's code of an error; no instanceof, since errors of Node's own come from another realm under jest. */
function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

const line = (chinese: string, english: string, cause?: unknown) =>
  new VaultError('key-file', `${chinese} / ${english}`, cause);
