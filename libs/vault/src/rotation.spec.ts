import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataKeyStore, memoryDataKeys } from './data.keys.ts';
import { type KeyFile, loadKeyFile } from './key.file.ts';
import { rotateKeys, sealAway } from './rotation.ts';
import { altered, at, nameOf, refusal } from './vault.fixture.ts';
import { openVault, statutoryQuery } from './vault.ts';

let folder: string;
let path: string;
let dataKeys: DataKeyStore;
const text = '林小满';
const now = '2025-04-01T00:00:00+08:00';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-rotation-'));
  path = join(folder, 'master.key.json');
  dataKeys = memoryDataKeys();
});
afterEach(() => rm(folder, { recursive: true }));

const keyFile = () => loadKeyFile(path, { create: true, createdAt: at });
/** A vault as in a process of its own. */
const aVault = async (store: DataKeyStore = dataKeys, keys?: KeyFile) =>
  openVault({ keys: keys ?? (await keyFile()), reload: keyFile, dataKeys: store, cacheSize: 0 });

describe('a rotation', () => {
  it('lets every vault go on, old values and new', async () => {
    const running = await aVault();
    const field = nameOf();
    const before = await running.seal(field, text);
    expect(await rotateKeys({ path, dataKeys, now })).toEqual({ epoch: 2, rewrapped: 1 });
    expect((await keyFile()).epochs.map(({ number }) => number)).toEqual([2]);
    const child = nameOf();
    for (const vault of [running, await aVault()]) {
      expect(await vault.open(before)).toBe(text);
      expect(await vault.open(await vault.seal(child, text))).toBe(text);
      expect(await vault.open(await vault.seal(field, text))).toBe(text);
    }
    expect(await rotateKeys({ path, dataKeys, now })).toEqual({ epoch: 3, rewrapped: 2 });
    expect(await running.open(before)).toBe(text);
  });

  it('leaves nothing to an old backup of the data keys, with the keys of today', async () => {
    const field = nameOf();
    const sealed = await (await aVault()).seal(field, text);
    const backup = await dataKeys.load([field]);
    const restored = { ...memoryDataKeys(), load: async () => backup };
    const old = await keyFile();
    expect(await (await aVault(restored)).open(sealed)).toBe(text);
    await rotateKeys({ path, dataKeys, now });
    expect(await refusal((await aVault(restored)).open(sealed))).toBe('unknown-key');
    expect(await (await aVault(restored, old)).open(sealed)).toBe(text); // so it was the backup, and the old keys
  });

  it('is taken up again where it was interrupted, and loses no key that was made meanwhile', async () => {
    const running = await aVault();
    const first = await running.seal(nameOf(), text);
    const interrupted: DataKeyStore = { ...dataKeys, rewrap: () => Promise.reject(new Error('power')) };
    await expect(rotateKeys({ path, dataKeys: interrupted, now })).rejects.toThrow('power');
    const second = await running.seal(nameOf(), text);
    expect(await (await aVault()).openMany([first, second])).toEqual([text, text]);
    expect(await rotateKeys({ path, dataKeys, now })).toEqual({ epoch: 2, rewrapped: 1 });
    expect(await running.openMany([first, second])).toEqual([text, text]);
  });

  it('keeps the old keys when it meets a data key that it cannot unwrap', async () => {
    const field = nameOf();
    await (await aVault()).seal(field, text);
    const [key] = await dataKeys.of(field.childId);
    if (!key) throw new Error('there is no key');
    await dataKeys.rewrap([{ from: key, to: { ...key, wrapped: Buffer.alloc(60) } }]);
    expect(await refusal(rotateKeys({ path, dataKeys, now }))).toBe('unknown-key');
    expect((await keyFile()).epochs.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('to another suite reads both side by side', async () => {
    const running = await aVault();
    const field = nameOf();
    const intl = await running.seal(field, text);
    await rotateKeys({ path, dataKeys, now, suite: 'gm' });
    const fresh = await aVault();
    const gm = await fresh.seal(field, text);
    expect([intl.slice(0, 9), gm.slice(0, 9)]).toEqual(['sealed:1:', 'sealed:2:']);
    expect(await fresh.openMany([intl, gm])).toEqual([text, text]);
    expect(await running.openMany([gm, intl])).toEqual([text, text]);
    for (const moved of [intl.replace('sealed:1:', 'sealed:2:'), gm.replace('sealed:2:', 'sealed:1:')]) {
      expect(await refusal(fresh.open(altered(moved)))).toBe('tampered');
    }
  });
});

describe('what is sealed away', () => {
  it('is opened by the statutory query alone', async () => {
    const vault = await openVault({ keys: await keyFile(), dataKeys }); // with its cache
    const field = nameOf();
    const offence = await vault.seal({ ...field, category: 'offence' }, text);
    const name = await vault.seal(field, text);
    expect(await sealAway(await keyFile(), dataKeys, field.childId, 'offence')).toBe(1);
    expect(await sealAway(await keyFile(), dataKeys, field.childId, 'offence')).toBe(0);
    for (const each of [vault, await aVault()]) {
      expect(await refusal(each.open(offence))).toBe('sealed-away');
      expect(await each.open(name)).toBe(text);
    }
    const query = async () => statutoryQuery({ keys: await keyFile(), dataKeys });
    expect(await (await query())([offence, name])).toEqual([text, text]);
    const more = await vault.seal({ ...field, category: 'offence' }, '新');
    expect(await refusal(vault.open(more))).toBe('sealed-away');
    await rotateKeys({ path, dataKeys, now });
    expect(await refusal((await aVault()).open(offence))).toBe('sealed-away');
    expect(await (await query())([offence, more])).toEqual([text, '新']);
    await dataKeys.drop(field.childId);
    expect(await refusal((await query())([offence]))).toBe('shredded');
  });
});
