import type { PersonalCategory } from '#case';

/** Each child has one data key for each category. */
export interface DataKeyName {
  readonly childId: string;
  readonly category: PersonalCategory;
}

/** A data key as it is stored: wrapped with the master key, or `null` once it was shredded (已销毁). */
export interface WrappedKey extends DataKeyName {
  /** Counts from 1; the key after a shredded one has the next number, so that old values are known as shredded. */
  readonly version: number;
  readonly wrapped: Uint8Array | null;
}

/** Forgets the keys of a child, or those of one category. */
export type Forget = (childId: string, category?: PersonalCategory) => void;

/** Where wrapped data keys are kept. */
export interface DataKeyStore {
  /** Those of the named keys that were ever there, in no order, shredded ones with `wrapped: null`. One round trip. */
  load(names: readonly DataKeyName[]): Promise<readonly WrappedKey[]>;
  /** Durable when it resolves. Does nothing when a live key of that name, or a later shredded one, is there already. */
  add(key: WrappedKey): Promise<void>;
  /** Shreds the live keys of a child, all or of one category, for good; tells how many. */
  drop(childId: string, category?: PersonalCategory): Promise<number>;
  /** Tells vaults on this store, in this process, that keys were dropped here, so that none stays in a cache. */
  onDrop(forget: Forget): void;
}

/** Keys that die with the process: for tests and simulation. */
export function memoryDataKeys(): DataKeyStore {
  const keys = new Map<string, WrappedKey>();
  const vaults: Forget[] = [];
  return {
    async load(names) {
      return names.flatMap((name) => keys.get(dataKeyName(name)) ?? []);
    },
    async add(key) {
      const there = keys.get(dataKeyName(key));
      if (!there || (there.wrapped === null && there.version < key.version)) keys.set(dataKeyName(key), key);
    },
    async drop(childId, category) {
      const live = [...keys.values()].filter(
        (key) => key.childId === childId && (category ?? key.category) === key.category && key.wrapped !== null,
      );
      for (const key of live) keys.set(dataKeyName(key), { ...key, wrapped: null });
      for (const forget of vaults) forget(childId, category);
      return live.length;
    },
    onDrop(forget) {
      vaults.push(forget);
    },
  };
}

/** One text for one data key. */
export const dataKeyName = ({ childId, category }: DataKeyName): string => `${childId}|${category}`;
