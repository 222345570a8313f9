import type { KeyObject } from 'node:crypto';
import { type DataKeyName, type DataKeyStore, dataKeyName, type WrappedKey } from './data.keys.ts';
import { type KeyFile, newestEpoch } from './key.file.ts';
import { unwrap, wrapNew } from './key.wrap.ts';
import type { Random } from './suite.ts';
import { VaultError } from './vault.error.ts';

/** An unwrapped data key. */
export interface DataKey {
  readonly version: number;
  readonly key: KeyObject;
}

/** The data keys at hand: unwrapped ones in a bounded cache, least recently used out first; the others in the store. */
export interface KeyRing {
  /** The key to seal with, created and stored on first use. */
  current(name: DataKeyName): Promise<DataKey>;
  /** Adds to each value the key that opens it; keys that are not at hand come in one round trip. */
  withKeys<T extends Versioned>(needed: readonly T[]): Promise<(T & { readonly key: KeyObject })[]>;
}

type Versioned = DataKeyName & Pick<DataKey, 'version'>;

/** A data key as the store had it; without `key` it was shredded. What was sealed away (封存) may be sealed with, and not opened. */
type Found = Pick<DataKey, 'version'> & Partial<Pick<DataKey, 'key'>> & { readonly away: boolean };

/** The keys of the key file, and how they are read again when another process has rotated them. */
export interface KeyHolder {
  keys(): KeyFile;
  reload(): Promise<void>;
}

export interface RingOptions {
  /** How many unwrapped keys stay in memory. */
  readonly size: number;
  /** Opens what was sealed away, and nothing else is allowed to: for the statutory query alone. */
  readonly statutory?: boolean;
  readonly random?: Random;
}

const ATTEMPTS = 5;

export function keyRing(
  holder: KeyHolder,
  store: DataKeyStore,
  { size, statutory = false, random }: RingOptions,
): KeyRing {
  const cache = new Map<string, DataKey>();
  const creating = new Map<string, Promise<DataKey>>();
  let drops = 0;

  store.onDrop((childId, category) => {
    drops += 1;
    creating.clear(); // whoever seals from now on must not join in a key that was read before
    if (childId === undefined) cache.clear();
    for (const name of cache.keys()) {
      if (category && childId ? name === dataKeyName({ childId, category }) : name.startsWith(`${childId}|`))
        cache.delete(name);
    }
  });

  function keep(name: string, key: DataKey): void {
    if (!store.hears()) return;
    cache.delete(name); // a Map remembers the order of insertion: the first is the least recently used
    cache.set(name, key);
    for (const oldest of cache.keys()) {
      if (cache.size <= size) return;
      cache.delete(oldest);
    }
  }

  function cached(name: string): DataKey | undefined {
    const found = cache.get(name);
    if (found) keep(name, found);
    return found;
  }

  async function load(names: readonly DataKeyName[]): Promise<ReadonlyMap<string, Found>> {
    const before = drops;
    const stored = names.length === 0 ? [] : await store.load(names);
    const unknown = ({ epoch, wrapped }: WrappedKey) =>
      wrapped !== null && !holder.keys().epochs.some(({ number }) => number === epoch);
    if (stored.some(unknown)) await holder.reload();
    const found = new Map<string, Found>();
    for (const one of stored) {
      const name = dataKeyName(one);
      const { version, away } = one;
      const key = unwrap(holder.keys().epochs, one);
      found.set(name, { version, key, away });
      if (key && !away && drops === before) keep(name, { version, key }); // one dropped on its way here must not be kept
    }
    return found;
  }

  async function create(name: DataKeyName): Promise<DataKey> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const found = (await load([name])).get(dataKeyName(name));
      if (found?.key) return { version: found.version, key: found.key };
      // Another process may do the same at this moment: whose key it became, only reading it back tells.
      const version = (found?.version ?? 0) + 1;
      const added = await store.add(wrapNew(newestEpoch(holder.keys()), { ...name, version }, random));
      if (!added) await holder.reload(); // another process has rotated the keys
    }
    throw new VaultError('unknown-key', 'the store did not keep a new data key');
  }

  return {
    async current(name) {
      const text = dataKeyName(name);
      const found = cached(text);
      if (found) return found;
      const joined = creating.get(text);
      if (joined) return joined;
      const created = create(name);
      creating.set(text, created);
      try {
        return await created;
      } finally {
        if (creating.get(text) === created) creating.delete(text);
      }
    },

    async withKeys(needed) {
      const atHand = needed.map((one) => {
        const found = cached(dataKeyName(one));
        return found?.version === one.version ? found.key : undefined;
      });
      const missing = new Map<string, DataKeyName>();
      for (const [at, one] of needed.entries()) if (!atHand[at]) missing.set(dataKeyName(one), one);
      const loaded = await load([...missing.values()]);
      return needed.map((one, at) => ({
        ...one,
        key: atHand[at] ?? ofVersion(one.version, loaded.get(dataKeyName(one)), statutory),
      }));
    },
  };
}

function ofVersion(version: number, found: Found | undefined, statutory: boolean): KeyObject {
  if (!found || version > found.version) throw new VaultError('unknown-key', 'there is no such data key');
  if (version < found.version || !found.key) throw new VaultError('shredded', 'the data key was shredded');
  if (found.away && !statutory) throw new VaultError('sealed-away', 'only the statutory query opens it');
  return found.key;
}
