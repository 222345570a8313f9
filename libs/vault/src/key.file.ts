import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { loadPrivate, type PrivateForm } from './private.file.ts';

/** The master key (主密钥) under which the data keys are wrapped. Its file lives outside the database and its backups. */
export interface KeyFile {
  readonly id: string;
  readonly createdAt: string;
  /** 256 bits, held where neither a log nor an inspection shows them. */
  readonly key: KeyObject;
}

/** Whether a missing file is created, and the instant (ISO 8601) that is then written into it. */
export type KeyFileOptions = { readonly create: false } | { readonly create: boolean; readonly createdAt: string };

const FORMAT = 'jieli-master-key-1';

/** A master key that no file holds: for tests and simulation. */
export function newMasterKey(createdAt: string): KeyFile {
  return { id: randomUUID(), createdAt, key: createSecretKey(randomBytes(32)) };
}

/**
 * Reads the master key, or creates it. Of several processes that create the same file at once all get the same key, and
 * a file that is there is never written over.
 *
 * @throws VaultError `key-file`, one line in Chinese and English, when the file is missing, unreadable, malformed, or open
 *   to other users.
 */
export function loadKeyFile(path: string, options: KeyFileOptions): Promise<KeyFile> {
  return loadPrivate(path, MASTER, options.create ? () => newMasterKey(options.createdAt) : undefined);
}

const MASTER: PrivateForm<KeyFile> = {
  read: ({ format, id, createdAt, key }) => {
    if (format !== FORMAT || typeof id !== 'string' || typeof createdAt !== 'string' || typeof key !== 'string') return;
    const bytes = Buffer.from(key, 'base64url');
    if (bytes.length !== 32 || bytes.toString('base64url') !== key) return;
    return { id, createdAt, key: createSecretKey(bytes) };
  },
  write: ({ id, createdAt, key }) => ({ format: FORMAT, id, createdAt, key: key.export().toString('base64url') }),
};
