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
      epoch: 1,
      away: false,
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

    it('are taken in the present epoch alone, and wrapped anew where they are still as they were', async () => {
      const [one, other, gone] = [key(), key(), key()];
      for (const each of [one, other, gone]) expect(await store.add(each)).toBe(true);
      await store.drop(gone.childId);
      await store.advance(2);
      expect(await store.add(key())).toBe(false);
      await store.advance(1);
      expect(await store.add(key())).toBe(false);
      const newer = { ...key(), epoch: 2 };
      expect(await store.add(newer)).toBe(true);
      const mine = new Set([one, other, gone, newer].map(({ childId }) => childId));
      const outside = async () => (await store.outside(2, 1_000)).filter(({ childId }) => mine.has(childId));
      expect((await outside()).map(({ childId }) => childId).sort()).toEqual([one, other].map((k) => k.childId).sort());
      const anew = (from: WrappedKey) => ({ from, to: { ...from, wrapped: Buffer.from('anew'), epoch: 2 } });
      await store.drop(other.childId);
      await store.rewrap([anew(one), anew(other)]);
      expect(await outside()).toEqual([]);
      expect(await stored(one)).toEqual([{ ...one, wrapped: Buffer.from('anew'), epoch: 2 }]);
      expect(await stored(other)).toEqual([{ ...other, wrapped: null }]);
      await store.rewrap([{ from: one, to: { ...one, wrapped: Buffer.from('late') } }]);
      expect(await stored(one)).toEqual([{ ...one, wrapped: Buffer.from('anew'), epoch: 2 }]);
    });

    it('sealed away are told to whoever keeps them in memory', async () => {
      const one = key();
      await store.add(one);
      const told: unknown[] = [];
      store.onDrop((...what) => told.push(what));
      await store.rewrap([{ from: one, to: { ...one, away: true } }]);
      expect(told).toContainEqual([one.childId, 'clinical']);
      expect(await store.of(one.childId)).toMatchObject([{ away: true }]);
      expect(await stored(one)).toEqual([{ ...one, away: true }]);
    });
  });
}
