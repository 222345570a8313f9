import { hkdfSync } from 'node:crypto';
import { chmod, link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KeyFile, loadKeyFile, newEpoch, replaceKeyFile } from './key.file.ts';
import { at, refusal } from './vault.fixture.ts';

// Windows has no owner, group and others to keep a file from.
const onPosix = process.platform === 'win32' ? it.skip : it;
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-key-'));
  path = join(folder, 'master.key');
});

afterEach(() => rm(folder, { recursive: true }));

const created = () => loadKeyFile(path, { create: true, createdAt: at });
/** All keys of a file, in hex. */
const secrets = ({ digests, tags, epochs }: KeyFile) =>
  [digests, tags, ...epochs.flatMap(({ key, sealing }) => [key, sealing])].map((key) => key.export().toString('hex'));
const loaded = () => loadKeyFile(path, { create: false });

describe('a key file', () => {
  it('is created once and read again', async () => {
    const first = await created();
    expect(first).toMatchObject({ createdAt: at, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(secrets(first)).toHaveLength(4);
    expect(new Set(secrets(first)).size).toBe(4);
    const again = await loadKeyFile(path, { create: true, createdAt: '2026-01-01T00:00:00+08:00' });
    for (const other of [again, await loaded()]) {
      expect(other).toMatchObject({ id: first.id, createdAt: at });
      expect(secrets(other)).toEqual(secrets(first));
    }
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it('is one for all who create it at once', async () => {
    for (const apart of [0, 1, 2, 3, 4]) {
      path = join(folder, `${apart}.key`);
      const late = async (turns: number) => {
        for (let turn = 0; turn < turns; turn += 1) await stat(folder); // so that some have read when others publish
        return created();
      };
      const files = await Promise.all(Array.from({ length: 12 }, (_, index) => late(index * apart)));
      expect(new Set(files.map(({ id }) => id)).size).toBe(1);
      expect(new Set(files.map((file) => secrets(file).join())).size).toBe(1);
    }
    expect(await readdir(folder)).toEqual(['0.key', '1.key', '2.key', '3.key', '4.key']);
  });

  onPosix('is for its owner only', async () => {
    await created();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o400);
    expect((await loaded()).createdAt).toBe(at);
  });

  onPosix.each([0o640, 0o604, 0o620, 0o644, 0o601, 0o666])('is refused when others may enter it (%#)', async (mode) => {
    const keys = await created();
    await chmod(path, mode);
    for (const load of [loaded, created]) {
      expect(await refusal(load())).toBe('key-file');
      await expect(load()).rejects.toThrow(/对其他用户开放.*chmod 600.* \/ .*open to other users: run chmod 600/);
    }
    await chmod(path, 0o600);
    expect(secrets(await loaded())).toEqual(secrets(keys));
  });

  it('is refused when it is missing, or where it cannot be', async () => {
    await expect(loaded()).rejects.toThrow(/没有密钥文件.* \/ There is no key file/);
    path = join(folder, 'nowhere', 'master.key');
    expect(await refusal(created())).toBe('key-file');
    path = folder;
    expect(await refusal(created())).toBe('key-file');
  });

  it('of the first form, one key from which others were derived, is read as the keys that were derived', async () => {
    const key = Buffer.alloc(32, 7);
    const content = { format: 'jieli-master-key-1', id: 'first', createdAt: at, key: key.toString('base64url') };
    await writeFile(path, JSON.stringify(content), { mode: 0o600 });
    const derived = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', key, '', `jieli vault: ${purpose}`, 32)).toString('hex');
    const wanted = ['digests', 'match tags', 'wrapping of data keys', 'wrapping of sealed data keys'];
    expect(secrets(await loaded())).toEqual(wanted.map(derived));
    expect(await loaded()).toMatchObject({ id: 'first', epochs: [{ number: 1, suite: 'intl' }] });
  });

  it('keeps the suite that it was made with; one from before there was a choice is `intl`', async () => {
    await loadKeyFile(path, { create: true, createdAt: at, suite: 'gm' });
    expect(await loaded()).toMatchObject({ suite: 'gm', epochs: [{ suite: 'gm' }] });
    const { suite, ...older } = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify(older));
    expect([suite, (await loaded()).suite]).toEqual(['gm', 'intl']);
    await writeFile(path, JSON.stringify({ ...older, suite: 'other' }));
    await expect(loaded()).rejects.toMatchObject({ code: 'key-file' });
  });

  onPosix('is replaced whole, and the old bytes are wiped under every name they have', async () => {
    const first = await created();
    const kept = join(folder, 'kept');
    await link(path, kept);
    const next = { ...first, epochs: [newEpoch(2, at, 'gm')] };
    await replaceKeyFile(path, next);
    expect(secrets(await loaded())).toEqual(secrets(next));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readFile(kept)).every((byte) => byte === 0)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['kept', 'master.key']);
  });

  it('is refused when malformed, in one line that quotes nothing of it', async () => {
    await created();
    const good = await readFile(path, 'utf8');
    const secret = /"key": "([^"]+)"/.exec(good)?.[1] ?? '';
    expect(secret).toHaveLength(43);
    const bad = [
      '',
      'null',
      '[]',
      '"text"',
      good.slice(0, -3),
      `${good}x`,
      good.replace('jieli-keys-2', 'jieli-keys-3'),
      good.replace('"epochs"', '"times"'),
      good.replace('"number": 1', '"number": 0'),
      good.replace('"intl"', '"none"'),
      good.replace(secret, secret.slice(4)),
      good.replace(secret, `${secret.slice(0, -1)}!`),
      good.replace('"createdAt"', '"madeAt"'),
      good.replace('"id"', '"name"'),
    ];
    for (const content of bad) {
      await writeFile(path, content);
      const error: unknown = await loaded().catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: 'key-file',
        message: expect.stringMatching(/^[^\n]*已损坏[^\n]* \/ [^\n]+$/),
      });
      expect(String(error)).not.toContain(secret.slice(0, 10));
      expect(await readFile(path, 'utf8')).toBe(content);
    }
  });
});
