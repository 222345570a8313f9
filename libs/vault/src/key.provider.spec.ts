import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDataKeys } from './data.keys.ts';
import { loadKeyFile, replaceKeyFile } from './key.file.ts';
import { commandKeyProvider } from './key.provider.ts';
import { rotateKeys } from './rotation.ts';
import { openVault } from './vault.ts';

const EXAMPLE = join(import.meta.dirname, '../../../docs/key-provider/folder.provider.js');
const at = '2025-03-14T10:00:00+08:00';

let folder: string;
let place: Exclude<Parameters<typeof loadKeyFile>[0], string>;
const keysOfProvider = () => readdir(join(folder, 'provider'));
const created = () => loadKeyFile(place, { create: true, createdAt: at });
const program = async (text: string) => {
  const path = join(folder, 'program');
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
  return commandKeyProvider(path);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-provider-'));
  process.env.KEY_PROVIDER_FOLDER = join(folder, 'provider');
  place = { path: join(folder, 'master.key.json'), provider: commandKeyProvider(EXAMPLE) };
});
afterEach(async () => {
  delete process.env.KEY_PROVIDER_FOLDER;
  await rm(folder, { recursive: true });
});

it('wraps the key file: alone it holds no key, with the provider it is read as it was written', async () => {
  const keys = await created();
  const text = await readFile(place.path, 'utf8');
  for (const secret of [keys.digests, keys.tags, keys.epochs[0]?.key]) {
    const bytes = secret?.export() ?? Buffer.alloc(1);
    for (const form of ['base64url', 'base64', 'hex'] as const) expect(text).not.toContain(bytes.toString(form));
  }
  const again = await loadKeyFile(place, { create: false });
  expect(again.epochs[0]?.key.equals(keys.epochs[0]?.key as never)).toBe(true);
  await expect(loadKeyFile(place.path, { create: false })).rejects.toMatchObject({ code: 'key-file' });
});

it('gives all processes that create it at once the same keys, and leaves no key of the provider behind', async () => {
  const all = await Promise.all([created(), created(), created()]);
  expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  expect(await keysOfProvider()).toHaveLength(1);
});

it('rotates under a new key and destroys the old: a copy of the old file opens nothing any more', async () => {
  const dataKeys = memoryDataKeys();
  const vault = await openVault({
    keys: await created(),
    dataKeys,
    reload: () => loadKeyFile(place, { create: false }),
  });
  const field = { childId: '67d312e8-523e-56ac-abbe-69e0b48b020d', category: 'identity', field: 'name' } as const;
  const sealed = await vault.seal(field, '林小满');
  const copy = join(folder, 'copy.json');
  await writeFile(copy, await readFile(place.path), { mode: 0o600 });
  expect(await rotateKeys({ path: place, dataKeys, now: at })).toMatchObject({ epoch: 2, rewrapped: 1 });
  expect(await vault.open(sealed)).toBe('林小满');
  expect(await keysOfProvider()).toHaveLength(1);
  await expect(loadKeyFile({ ...place, path: copy }, { create: false })).rejects.toMatchObject({ code: 'key-file' });
});

it('takes over a plain file, which is wrapped when it is next replaced', async () => {
  const plain = await loadKeyFile(place.path, { create: true, createdAt: at });
  const read = await loadKeyFile(place, { create: false });
  expect(read.id).toBe(plain.id);
  await replaceKeyFile(place, read);
  expect(await readFile(place.path, 'utf8')).not.toContain('epochs');
  expect((await loadKeyFile(place, { create: false })).id).toBe(plain.id);
});

it.each([
  ['fails', 'exit 3'],
  ['says what it must not', 'echo geheim >&2; exit 1'],
  ['says nothing', 'cat > /dev/null'],
  ['says something else', 'cat > /dev/null; echo "$1 § nonsense here"'],
])('is answered with one line when the program %s', async (_, text) => {
  const provider = await program(text);
  const refused = await loadKeyFile({ ...place, provider }, { create: true, createdAt: at }).catch(
    (error: Error) => error,
  );
  expect(refused).toMatchObject({ code: 'key-file', message: expect.stringContaining('did not do wrap') });
  expect(String(refused)).not.toMatch(/geheim|nonsense|\n/);
  expect(await readdir(folder)).toEqual(['program']);
});

it('is answered with one line when there is no such program', async () => {
  const provider = commandKeyProvider(join(folder, 'nowhere'));
  await expect(loadKeyFile({ ...place, provider }, { create: true, createdAt: at })).rejects.toMatchObject({
    code: 'key-file',
  });
});

it('gives the program nothing of the environment but its own', async () => {
  process.env.DATABASE_URL_OF_TEST = 'geheim';
  const provider = await program('env > "$KEY_PROVIDER_FOLDER.env"; cat > /dev/null; exit 1');
  await provider.wrap(Buffer.from('x')).catch(() => undefined);
  delete process.env.DATABASE_URL_OF_TEST;
  expect(await readFile(join(folder, 'provider.env'), 'utf8')).not.toContain('geheim');
});
