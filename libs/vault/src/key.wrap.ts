import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { DataKeyName, WrappedKey } from './data.keys.ts';
import type { Epoch } from './key.file.ts';
import { decrypt, encrypt, type Random } from './suite.ts';
import { VaultError } from './vault.error.ts';

type Versioned = DataKeyName & Pick<WrappedKey, 'version'>;

const aad = ({ childId, category, version }: Versioned) => `${childId}|${category}|${version}`;

/** Draws a data key at random and wraps it; nothing keeps the bare one. */
export function wrapNew(
  epoch: Epoch,
  { childId, category, version }: Versioned,
  random: Random = randomBytes,
): WrappedKey {
  const bare = random(32);
  const wrapped = encrypt(epoch.suite, epoch.key, aad({ childId, category, version }), bare, random);
  bare.fill(0);
  return { childId, category, version, wrapped, epoch: epoch.number, away: false };
}

/**
 * @param epochs those at hand.
 * @throws VaultError `unknown-key` when it was wrapped in an epoch that is not at hand, or somebody moved or altered it in the
 *   store.
 */
export function unwrap(epochs: readonly Epoch[], key: WrappedKey): KeyObject | undefined {
  if (key.wrapped === null) return undefined;
  const epoch = epochs.find(({ number }) => number === key.epoch);
  if (!epoch) throw new VaultError('unknown-key', 'the key file has no such epoch');
  try {
    const bare = decrypt(epoch.suite, key.away ? epoch.sealing : epoch.key, aad(key), key.wrapped);
    const unwrapped = createSecretKey(bare);
    bare.fill(0);
    return unwrapped;
  } catch (error) {
    throw new VaultError('unknown-key', 'this key file does not unwrap the data key', error);
  }
}

/** The same data key wrapped in another epoch, or sealed away (封存); undefined for one that was shredded. */
export function wrapAgain(epochs: readonly Epoch[], key: WrappedKey, to: Epoch, away: boolean): WrappedKey | undefined {
  const data = unwrap(epochs, key);
  if (!data) return undefined;
  const wrapped = encrypt(to.suite, away ? to.sealing : to.key, aad(key), data.export());
  return { ...key, wrapped, epoch: to.number, away };
}
