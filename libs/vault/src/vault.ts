import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { PersonalCategory, Sealed } from '#case';
import { decrypt, encrypt, type Random } from './aes.gcm.ts';
import { canonicalJson } from './canonical.json.ts';
import type { DataKeyStore } from './data.keys.ts';
import type { KeyFile } from './key.file.ts';
import { keyRing } from './key.ring.ts';
import { type ChildToMatch, matchTags } from './match.tags.ts';
import { compose, headerText, take } from './sealed.form.ts';

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
   * @throws VaultError `tampered`, `shredded` or `unknown-key`.
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
  readonly master: KeyFile;
  readonly dataKeys: DataKeyStore;
  /** How many data keys stay unwrapped in memory; 10,000 unless told. */
  readonly cacheSize?: number;
  /** Where keys and nonces come from: the system's own source, unless a simulation must be able to run again. */
  readonly random?: Random;
}

/** Opens the vault of one master key and one store of data keys. */
export async function openVault({ master, dataKeys, cacheSize = 10_000, random }: VaultOptions): Promise<Vault> {
  const derived = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master.key, '', `jieli vault: ${purpose}`, 32)));
  const ring = keyRing(derived('wrapping of data keys'), dataKeys, cacheSize, random);
  const digestKey = derived('digests');
  const tagKey = derived('match tags');

  async function openMany(sealed: readonly Sealed[]): Promise<string[]> {
    const keyed = await ring.withKeys(sealed.map(take));
    return keyed.map(({ key, aad, frame }) => decrypt(key, aad, frame).toString('utf8'));
  }

  return {
    async seal(field, text) {
      headerText({ ...field, version: 1 }); // a name that cannot be written makes no key
      const { version, key } = await ring.current(field);
      const header = headerText({ ...field, version });
      return compose(header, encrypt(key, header, Buffer.from(text), random));
    },
    open: async (sealed) => (await openMany([sealed])).join(''),
    openMany,
    digest: (value) => createHmac('sha256', digestKey).update(canonicalJson(value)).digest('base64url'),
    tags: (child) => matchTags(tagKey, child),
  };
}
