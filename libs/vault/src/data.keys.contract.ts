import { randomUUID } from 'node:crypto';
import type { DataKeyStore, WrappedKey } from './data.keys.ts';

/** What every store of data keys must do. */
export function dataKeysContract(engine: string, open: () => Promise<DataKeyStore>): void {
  describe(`data keys in ${engine}`, () => {
    let store: DataKeyStore;

    beforeEach(async () => {
      store = await open();
    });

    const key = (version = 1, childId: string = randomUUID()): WrappedKey & { wrapped: Uint8Array } => ({
      childId,
      category: 'clinical',
      version,
      wrapped: Buffer.from(randomUUID()),
    });

    /** As plain bytes, whichever class holds them. */
    const stored = async (...names: Parameters<DataKeyStore['load']>[0]) =>
      (await store.load(names)).map((found) => ({ ...found, wrapped: found.wrapped && Buffer.from(found.wrapped) }));

    it('are found by child and category', async () => {
      const [one, other] = [key(), key()];
      const contact: WrappedKey = { ...key(1, one.childId), category: 'contact' };
      for (const each of [one, other, contact]) await store.add(each);
      expect(await stored(one)).toEqual([one]);
      expect(await stored(contact, { ...other, category: 'contact' }, key())).toEqual([contact]);
      expect(await stored(one, other, contact)).toHaveLength(3);
      expect(await stored()).toEqual([]);
    });

    it('are never replaced while they live', async () => {
      const first = key();
      await store.add(first);
      await store.add(key(1, first.childId));
      await store.add(key(2, first.childId));
      expect(await stored(first)).toEqual([first]);
    });

    it('are replaced, once shredded, by a later one only', async () => {
      const first = key();
      await store.add(first);
      await store.drop(first.childId);
      expect(await stored(first)).toEqual([{ ...first, wrapped: null }]);
      await store.add(key(1, first.childId));
      expect(await stored(first)).toEqual([{ ...first, wrapped: null }]);
      const second = key(2, first.childId);
      await store.add(second);
      expect(await stored(first)).toEqual([second]);
    });

    it('are dropped for one category or all, and whoever keeps them in memory is told', async () => {
      const [one, other] = [key(), key()];
      const contact: WrappedKey = { ...key(1, one.childId), category: 'contact' };
      const identity: WrappedKey = { ...key(1, one.childId), category: 'identity' };
      for (const each of [one, other, contact, identity]) await store.add(each);
      const told: unknown[] = [];
      store.onDrop((...what) => told.push(what));
      expect(await store.drop(one.childId, 'contact')).toBe(1);
      expect(await store.drop(one.childId)).toBe(2);
      expect(await store.drop(one.childId)).toBe(0);
      expect(await store.drop(randomUUID())).toBe(0);
      expect(told.slice(0, 2)).toEqual([
        [one.childId, 'contact'],
        [one.childId, undefined],
      ]);
      expect(await stored(other)).toEqual([other]);
      for (const { wrapped } of await stored(one, contact, identity)) expect(wrapped).toBeNull();
    });
  });
}
