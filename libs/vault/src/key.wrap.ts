import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { decrypt, encrypt, type Random } from './aes.gcm.ts';
import type { DataKeyName, WrappedKey } from './data.keys.ts';
import { VaultError } from './vault.error.ts';

type Versioned = DataKeyName & Pick<WrappedKey, 'version'>;

const aad = ({ childId, category, version }: Versioned) => `${childId}|${category}|${version}`;

/** Draws a data key at random and wraps it; nothing keeps the bare one. */
export function wrapNew(
  wrapping: KeyObject,
  { childId, category, version }: Versioned,
  random: Random = randomBytes,
): WrappedKey {
  const bare = random(32);
  const wrapped = encrypt(wrapping, aad({ childId, category, version }), bare, random);
  bare.fill(0);
  return { childId, category, version, wrapped };
}

/** @throws VaultError `unknown-key` when another master key wrapped it, or somebody moved or altered it in the store. */
export function unwrap(wrapping: KeyObject, key: WrappedKey): KeyObject | undefined {
  if (key.wrapped === null) return undefined;
  try {
    const bare = decrypt(wrapping, aad(key), key.wrapped);
    const unwrapped = createSecretKey(bare);
    bare.fill(0);
    return unwrapped;
  } catch (error) {
    throw new VaultError('unknown-key', 'the master key of this key file does not unwrap the data key', error);
  }
}
