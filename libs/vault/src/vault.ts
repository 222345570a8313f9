import type { PersonalCategory, Sealed } from '#case';
import { canonicalJson } from './canonical.json.ts';
import type { DataKeyStore } from './data.keys.ts';
import { type KeyFile, newestEpoch } from './key.file.ts';
import { type KeyHolder, type KeyRing, keyRing } from './key.ring.ts';
import { type ChildToMatch, matchTags } from './match.tags.ts';
import { compose, headerText, take } from './sealed.form.ts';
import { decrypt, encrypt, keyedDigest, type Random } from './suite.ts';

/** Which field of which child is sealed. */
export interface PersonalField {
  /** A UUID in lower case. */
  readonly childId: string;
  readonly category: PersonalCategory;
  /** ASCII letters, digits and `_.[]-`, at most 100. */
  readonly field: string;
}

/** Seals personal data (个人信息) at the door and opens it there again. */
export interface Vault {
  /** Seals one field of one child. The key is durable when this resolves. What is not well-formed Unicode comes back as U+FFFD. */
  seal(field: PersonalField, text: string): Promise<Sealed>;

  /**
   * Opens a sealed value.
   *
   * @throws VaultError `tampered`, `shredded`, `sealed-away` or `unknown-key`.
   */
  open(sealed: Sealed): Promise<string>;

  /** Opens all or throws as {@link open} does for one of them; keys that are not at hand come in one round trip. */
  openMany(sealed: readonly Sealed[]): Promise<string[]>;

  /**
   * A keyed digest of a value, by which a retry is told from another command under the same idempotency key.
   *
   * @throws TypeError when it is not a JSON value.
   */
  digest(value: unknown): string;

  /** Keyed tags `id:`, `phone:` and `sound:` (比对标签) that are equal for the same child; those whose inputs are there. */
  tags(child: ChildToMatch): string[];
}

export interface VaultOptions {
  readonly keys: KeyFile;
  /** Reads the key file again, when another process has rotated the keys. */
  readonly reload?: () => Promise<KeyFile>;
  readonly dataKeys: DataKeyStore;
  /** How many data keys stay unwrapped in memory; 10,000 unless told. */
  readonly cacheSize?: number;
  /** Where keys and nonces come from: the system's own source, unless a simulation must be able to run again. */
  readonly random?: Random;
}

/** Opens the vault of one key file and one store of data keys. */
export async function openVault({ keys, reload, dataKeys, cacheSize = 10_000, random }: VaultOptions): Promise<Vault> {
  const holder = keyHolder(keys, reload);
  const ring = keyRing(holder, dataKeys, { size: cacheSize, random });
  const openMany = opener(ring);
  return {
    async seal(field, text) {
      headerText({ ...field, suite: 'intl', version: 1 }); // a name that cannot be written makes no key
      const { version, key } = await ring.current(field);
      const { suite } = newestEpoch(holder.keys());
      const header = headerText({ ...field, suite, version });
      return compose(header, encrypt(suite, key, header, Buffer.from(text), random));
    },
    open: async (sealed) => (await openMany([sealed])).join(''),
    openMany,
    digest: (value) => keyedDigest(keys.suite, keys.digests, canonicalJson(value)),
    tags: (child) => matchTags(keys, child),
  };
}

/**
 * Opens what was sealed away (封存) for a statutory query (依法查询), and what was not. Whoever calls it keeps a record of who
 * asked and why. Nothing stays in memory.
 *
 * @throws VaultError as {@link Vault.open}.
 */
export function statutoryQuery({ keys, dataKeys }: Pick<VaultOptions, 'keys' | 'dataKeys'>): Vault['openMany'] {
  return opener(keyRing(keyHolder(keys), dataKeys, { size: 0, statutory: true }));
}

function opener(ring: KeyRing): Vault['openMany'] {
  return async (sealed) => {
    const keyed = await ring.withKeys(sealed.map(take));
    return keyed.map(({ suite, key, aad, frame }) => decrypt(suite, key, aad, frame).toString('utf8'));
  };
}

function keyHolder(first: KeyFile, reload?: () => Promise<KeyFile>): KeyHolder {
  let keys = first;
  return {
    keys: () => keys,
    reload: async () => {
      if (reload) keys = await reload();
    },
  };
}
