import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyFileOptions } from './key.file.ts';
import { loadPrivate, type PrivateForm } from './private.file.ts';

/** The key with which this installation signs the checkpoints of its log (签名密钥). */
export interface SigningKey {
  /** What it signs as: `jieli/<uuid>`. */
  readonly name: string;
  readonly createdAt: string;
  readonly algorithm: keyof typeof FORMATS;
  /** The 32 bytes of the private key. */
  readonly seed: Buffer;
}

/** By the algorithm: a file of one is not taken for a file of the other. */
const FORMATS = { ed25519: 'jieli-signing-key-1', sm2: 'jieli-signing-key-sm2-1' } as const;

/**
 * Reads the signing key, or creates it, as {@link loadKeyFile} does the master key.
 *
 * @param options with `algorithm` a key of another one is refused; left out, either is read, and Ed25519 created.
 *
 * @throws VaultError `key-file`.
 */
export function loadSigningKey(
  path: string,
  options: KeyFileOptions & { readonly name?: string; readonly algorithm?: keyof typeof FORMATS },
): Promise<SigningKey> {
  const { create, name = `jieli/${randomUUID()}`, algorithm } = options;
  return loadPrivate(
    path,
    signing(algorithm ? [algorithm] : ['ed25519', 'sm2']),
    create
      ? () => ({ name, createdAt: options.createdAt, algorithm: algorithm ?? 'ed25519', seed: randomBytes(32) })
      : undefined,
  );
}

const signing = (taken: readonly SigningKey['algorithm'][]): PrivateForm<SigningKey> => ({
  read: ({ format, name, createdAt, seed }) => {
    const algorithm = taken.find((one) => FORMATS[one] === format);
    if (!algorithm || typeof name !== 'string' || typeof createdAt !== 'string' || typeof seed !== 'string') return;
    const bytes = Buffer.from(seed, 'base64url');
    return bytes.length === 32 && bytes.toString('base64url') === seed
      ? { name, createdAt, algorithm, seed: bytes }
      : undefined;
  },
  write: ({ name, createdAt, algorithm, seed }) => ({
    format: FORMATS[algorithm],
    name,
    createdAt,
    seed: seed.toString('base64url'),
  }),
});
