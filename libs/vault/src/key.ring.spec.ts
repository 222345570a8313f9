import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { PersonalCategory } from '#case';
import { type DataKeyName, type DataKeyStore, memoryDataKeys } from './data.keys.ts';
import { newKeys } from './key.file.ts';
import { altered, at, nameOf, refusal, someVault } from './vault.fixture.ts';
import { openVault } from './vault.ts';

const text = '林小满';

describe('data keys', () => {
  /** A store that counts its loads. */
  function counted(store: DataKeyStore) {
    const loads: (readonly DataKeyName[])[] = [];
    const load: DataKeyStore['load'] = (names) => {
      loads.push(names);
      return store.load(names);
    };
    return { loads, store: { ...store, load } };
  }

  it('come in one round trip, and only those that are not at hand', async () => {
    const master = newKeys(at);
    const { loads, store } = counted(memoryDataKeys());
    const writer = await openVault({ keys: master, dataKeys: store });
    const fields = Array.from({ length: 20 }, () => nameOf());
    const sealed = await Promise.all(fields.map((field) => writer.seal(field, field.childId)));
    const reader = await openVault({ keys: master, dataKeys: store, cacheSize: 100 });
    loads.length = 0;
    await reader.openMany(sealed.slice(0, 5));
    expect(await reader.openMany([...sealed, ...sealed])).toEqual([...fields, ...fields].map(({ childId }) => childId));
    await reader.openMany(sealed);
    await reader.openMany([]);
    expect(loads.map((names) => names.length)).toEqual([5, 15]);
  });

  it.each([0, 1, 3])('open everything through a cache of %d', async (cacheSize) => {
    const { vault } = await someVault(cacheSize);
    const fields = Array.from({ length: 8 }, () => nameOf());
    const sealed = await Promise.all(fields.map((field) => vault.seal(field, field.childId)));
    expect(await vault.openMany(sealed)).toEqual(fields.map(({ childId }) => childId));
  });

  it('leave the cache least recently used first', async () => {
    const { loads, store } = counted(memoryDataKeys());
    const vault = await openVault({ keys: newKeys(at), dataKeys: store, cacheSize: 2 });
    const [first, second, third] = [nameOf(), nameOf(), nameOf()];
    for (const field of [first, second, first, third]) await vault.seal(field, text);
    loads.length = 0;
    await vault.seal(first, text);
    expect(loads).toHaveLength(0);
    await vault.seal(second, text);
    expect(loads).toHaveLength(1);
  });

  it('are one for all who seal for a new child at once', async () => {
    const master = newKeys(at);
    const dataKeys = memoryDataKeys();
    const vaults = await Promise.all(Array.from({ length: 4 }, () => openVault({ keys: master, dataKeys })));
    const field = nameOf();
    const sealed = await Promise.all(vaults.flatMap((vault) => [vault.seal(field, text), vault.seal(field, text)]));
    for (const vault of vaults) expect(new Set(await vault.openMany(sealed))).toEqual(new Set([text]));
  });

  it('once dropped open nothing, in any vault on the store', async () => {
    const master = newKeys(at);
    const dataKeys = memoryDataKeys();
    const [one, other] = [await openVault({ keys: master, dataKeys }), await openVault({ keys: master, dataKeys })];
    const child = randomUUID();
    const categories: PersonalCategory[] = ['identity', 'clinical', 'offence'];
    const sealed = await Promise.all(
      categories.map((category) => one.seal({ childId: child, category, field: 'x' }, text)),
    );
    const [name = altered(''), note = altered(''), offence = altered('')] = sealed;
    expect(await other.openMany(sealed)).toEqual([text, text, text]);
    const neighbour = await one.seal(nameOf(), text);

    expect(await dataKeys.drop(child, 'clinical')).toBe(1);
    for (const vault of [one, other]) {
      expect(await refusal(vault.open(note))).toBe('shredded');
      expect(await vault.openMany([name, offence])).toEqual([text, text]);
      expect(await refusal(vault.openMany(sealed))).toBe('shredded');
    }
    expect(await dataKeys.drop(child)).toBe(2);
    expect(await dataKeys.drop(child)).toBe(0);
    for (const vault of [one, other]) expect(await refusal(vault.open(name))).toBe('shredded');
    expect(await other.open(neighbour)).toBe(text);
  });

  it('are followed by others, which do not open what was shredded', async () => {
    const { vault, dataKeys } = await someVault();
    const field = nameOf();
    const old = await vault.seal(field, text);
    await dataKeys.drop(field.childId);
    const fresh = await vault.seal(field, text);
    expect(fresh).toContain('sealed:1:2:');
    expect(await vault.open(fresh)).toBe(text);
    expect(await refusal(vault.open(old))).toBe('shredded');
  });

  it('dropped on their way do not stay in a cache', async () => {
    const master = newKeys(at);
    const keys = memoryDataKeys();
    const field = nameOf();
    const sealed = await (await openVault({ keys: master, dataKeys: keys })).seal(field, text);
    const load: DataKeyStore['load'] = async (names) => {
      const found = await keys.load(names);
      await keys.drop(field.childId);
      return found;
    };
    const vault = await openVault({ keys: master, dataKeys: { ...keys, load } });
    expect(await vault.open(sealed)).toBe(text); // it was still there when it was read
    expect(await refusal(vault.open(sealed))).toBe('shredded');
  });

  it('dropped while they are created are not what later callers seal with', async () => {
    const keys = memoryDataKeys();
    const read = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const slow = { on: true };
    const load: DataKeyStore['load'] = async (names) => {
      const found = await keys.load(names);
      if (!slow.on || found.length === 0) return found;
      slow.on = false;
      read.resolve();
      await held.promise;
      return found;
    };
    const vault = await openVault({ keys: newKeys(at), dataKeys: { ...keys, load } });
    const field = nameOf();
    const early = vault.seal(field, text);
    await read.promise; // it has its key in hand
    await keys.drop(field.childId);
    const later = vault.seal(field, text);
    held.resolve();
    expect(await refusal(vault.open(await early))).toBe('shredded');
    expect(await vault.open(await later)).toBe(text);
  });

  it('do not show in an inspection of the vault or its key', async () => {
    const master = newKeys(at);
    const secret = master.epochs[0]?.key.export() ?? Buffer.alloc(0);
    const vault = await openVault({ keys: master, dataKeys: memoryDataKeys() });
    await vault.seal(nameOf(), text);
    const shown = inspect([vault, master], { depth: 10, showHidden: true }) + JSON.stringify([vault, master]);
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(shown).not.toContain(secret.toString(form));
  });
});
