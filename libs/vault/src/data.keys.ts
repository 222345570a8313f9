import type { PersonalCategory } from '#case';

/** Each child has one data key for each category. */
export interface DataKeyName {
  readonly childId: string;
  readonly category: PersonalCategory;
}

/** A data key as it is stored: wrapped in an epoch, or `null` once it was shredded (已销毁). */
export interface WrappedKey extends DataKeyName {
  /** Counts from 1; the key after a shredded one has the next number, so that old values are known as shredded. */
  readonly version: number;
  readonly wrapped: Uint8Array | null;
  /** Whose key wrapped it. */
  readonly epoch: number;
  /** Wrapped under the epoch's sealing key: only the statutory query opens what it sealed (封存). */
  readonly away: boolean;
}

/** Forgets the keys of a child, or those of one category; of all children when none is named. */
export type Forget = (childId?: string, category?: PersonalCategory) => void;

/** A key wrapped anew, in place of one that is known. */
export interface Rewrapped {
  readonly from: WrappedKey;
  readonly to: WrappedKey;
}

/** Where wrapped data keys are kept. */
export interface DataKeyStore {
  /** Those of the named keys that were ever there, in no order, shredded ones with `wrapped: null`. One round trip. */
  load(names: readonly DataKeyName[]): Promise<readonly WrappedKey[]>;
  /**
   * Durable when it resolves. Does nothing when a live key of that name, or a later shredded one, is there already.
   *
   * @returns false when keys are wrapped in another epoch by now: read the key file again.
   */
  add(key: WrappedKey): Promise<boolean>;
  /** Shreds the live keys of a child, all or of one category, for good; tells how many. */
  drop(childId: string, category?: PersonalCategory): Promise<number>;
  /** From now on new keys are wrapped in this epoch; one that is older than the present one changes nothing. */
  advance(epoch: number): Promise<void>;
  /** So many live keys that were wrapped in another epoch than this, in no order. */
  outside(epoch: number, limit: number): Promise<readonly WrappedKey[]>;
  /** Puts keys in place of others, where these are still as they were. Whoever has one in memory is told when it was sealed away. */
  rewrap(keys: readonly Rewrapped[]): Promise<void>;
  /** The live keys of a child. */
  of(childId: string): Promise<readonly WrappedKey[]>;
  /** Tells vaults on this store that keys were dropped or sealed away, so that none stays in a cache. */
  onDrop(forget: Forget): void;
  /** Whether this process hears of keys that others drop; without it, nothing is cached. */
  hears(): boolean;
}

/** Keys that die with the process: for tests and simulation. */
export function memoryDataKeys(): DataKeyStore {
  const keys = new Map<string, WrappedKey>();
  const vaults: Forget[] = [];
  let present = 1;
  const live = (): WrappedKey[] => [...keys.values()].filter(({ wrapped }) => wrapped !== null);
  return {
    async load(names) {
      return names.flatMap((name) => keys.get(dataKeyName(name)) ?? []);
    },
    async add(key) {
      if (key.epoch !== present) return false;
      const there = keys.get(dataKeyName(key));
      if (!there || (there.wrapped === null && there.version < key.version)) keys.set(dataKeyName(key), key);
      return true;
    },
    async drop(childId, category) {
      const own = live().filter((key) => key.childId === childId && (category ?? key.category) === key.category);
      for (const key of own) keys.set(dataKeyName(key), { ...key, wrapped: null });
      for (const forget of vaults) forget(childId, category);
      return own.length;
    },
    async advance(epoch) {
      present = Math.max(present, epoch);
    },
    outside: async (epoch, limit) =>
      live()
        .filter((key) => key.epoch !== epoch)
        .slice(0, limit),
    async rewrap(rewrapped) {
      for (const { from, to } of rewrapped) {
        const there = keys.get(dataKeyName(from));
        if (there?.wrapped === null || there?.version !== from.version || there.epoch !== from.epoch) continue;
        keys.set(dataKeyName(to), to);
        if (from.away !== to.away) for (const forget of vaults) forget(to.childId, to.category);
      }
    },
    of: async (childId) => live().filter((key) => key.childId === childId),
    onDrop(forget) {
      vaults.push(forget);
    },
    hears: () => true,
  };
}

/** One text for one data key. */
export const dataKeyName = ({ childId, category }: DataKeyName): string => `${childId}|${category}`;
