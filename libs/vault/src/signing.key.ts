import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyFileOptions } from './key.file.ts';
import { loadPrivate, type PrivateForm } from './private.file.ts';

/** The key with which this installation signs the checkpoints of its log (签名密钥). */
export interface SigningKey {
  /** What it signs as: `jieli/<uuid>`. */
  readonly name: string;
  readonly createdAt: string;
  /** The 32 bytes of an Ed25519 private key. */
  readonly seed: Buffer;
}

const FORMAT = 'jieli-signing-key-1';

/**
 * Reads the signing key, or creates it, as {@link loadKeyFile} does the master key.
 *
 * @throws VaultError `key-file`.
 */
export function loadSigningKey(
  path: string,
  options: KeyFileOptions & { readonly name?: string },
): Promise<SigningKey> {
  const { create, name = `jieli/${randomUUID()}` } = options;
  return loadPrivate(
    path,
    SIGNING,
    create ? () => ({ name, createdAt: options.createdAt, seed: randomBytes(32) }) : undefined,
  );
}

const SIGNING: PrivateForm<SigningKey> = {
  read: ({ format, name, createdAt, seed }) => {
    if (format !== FORMAT || typeof name !== 'string' || typeof createdAt !== 'string' || typeof seed !== 'string')
      return;
    const bytes = Buffer.from(seed, 'base64url');
    return bytes.length === 32 && bytes.toString('base64url') === seed ? { name, createdAt, seed: bytes } : undefined;
  },
  write: ({ name, createdAt, seed }) => ({ format: FORMAT, name, createdAt, seed: seed.toString('base64url') }),
};
