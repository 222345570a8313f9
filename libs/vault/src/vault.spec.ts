import { createDecipheriv, createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { memoryDataKeys } from './data.keys.ts';
import { newKeys } from './key.file.ts';
import { isSealed } from './sealed.form.ts';
import { altered, at, nameOf, refusal, someVault } from './vault.fixture.ts';
import { openVault } from './vault.ts';

const text = '林小满,𠮷田的邻居';

const otherCharacter = (character: string) => (character === 'A' ? 'B' : 'A');
const flip = (value: string, index: number) =>
  value.slice(0, index) + otherCharacter(value.charAt(index)) + value.slice(index + 1);

describe('a sealed value', () => {
  it.each(['', 'a', text, '𠮷'.repeat(3), '\u0000\n"\\', '满'.repeat(300_000)])(
    'opens to what was sealed (%#)',
    async (plain) => {
      const { vault } = await someVault();
      expect(await vault.open(await vault.seal(nameOf(), plain))).toBe(plain);
    },
  );

  it('opens to what was sealed, whatever it was', async () => {
    const { vault } = await someVault();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (plain) => {
        expect(await vault.open(await vault.seal(nameOf(), plain))).toBe(plain);
      }),
    );
  });

  it('is AES-256-GCM under the child’s wrapped key, its header authenticated', async () => {
    const master = newKeys(at);
    const dataKeys = memoryDataKeys();
    const vault = await openVault({ keys: master, dataKeys });
    const field = nameOf();
    const sealed = await vault.seal(field, text);

    const gcm = (key: Uint8Array, aad: string, frame: Uint8Array) => {
      const cipher = createDecipheriv('aes-256-gcm', key, frame.subarray(0, 12)).setAAD(Buffer.from(aad));
      cipher.setAuthTag(frame.subarray(frame.length - 16));
      return Buffer.concat([cipher.update(frame.subarray(12, frame.length - 16)), cipher.final()]);
    };
    const [stored] = await dataKeys.load([field]);
    const wrapping = master.epochs[0]?.key.export() ?? Buffer.alloc(0);
    const dataKey = gcm(wrapping, `${field.childId}|identity|1`, stored?.wrapped ?? Buffer.alloc(0));
    const header = `sealed:1:1:${field.childId}:identity:child.name`;
    expect(sealed.startsWith(`${header}:`)).toBe(true);
    expect(gcm(dataKey, header, Buffer.from(sealed.slice(header.length + 1), 'base64url')).toString()).toBe(text);
    expect(dataKey).toHaveLength(32);
  });

  it('is another one each time, and one line of ASCII', async () => {
    const { vault } = await someVault();
    const field = nameOf();
    const sealed = await Promise.all(Array.from({ length: 50 }, () => vault.seal(field, text)));
    expect(new Set(sealed.map((one) => one.slice(-60))).size).toBe(50);
    const ivs = sealed.map((one) => Buffer.from(one.split(':').at(-1) ?? '', 'base64url').toString('hex', 0, 12));
    expect(new Set(ivs).size).toBe(50);
    for (const one of sealed) expect(one).toMatch(/^[\x21-\x7e]+$/);
  });

  it('does not open when any character of it was altered', async () => {
    const { vault } = await someVault();
    const sealed = await vault.seal(nameOf(), '林');
    for (let index = 0; index < sealed.length; index += 1) {
      expect(['tampered', 'unknown-key']).toContain(await refusal(vault.open(altered(flip(sealed, index)))));
    }
    const payload = sealed.lastIndexOf(':') + 1;
    for (let index = payload; index < sealed.length; index += 1) {
      expect(await refusal(vault.open(altered(flip(sealed, index))))).toBe('tampered');
    }
  });

  it('does not open when it was cut, extended or spelled otherwise', async () => {
    const { vault } = await someVault();
    const sealed = await vault.seal(nameOf(), '林');
    const forms = [sealed.slice(0, -1), `${sealed}A`, `${sealed}=`, `${sealed}\n`, ` ${sealed}`, '', 'sealed:1:', text];
    for (const form of [...forms, sealed.replace('sealed:1:1:', 'sealed:1:01:'), sealed.toUpperCase()]) {
      expect(await refusal(vault.open(altered(form)))).toBe('tampered');
    }
  });

  it('does not open for another child, category, field or version', async () => {
    const { vault } = await someVault();
    const one = nameOf();
    const other = nameOf();
    const sealed = await vault.seal(one, text);
    await vault.seal(other, text);
    await vault.seal({ ...one, category: 'contact' }, text);
    const moved = [
      sealed.replace(one.childId, other.childId),
      sealed.replace(':identity:', ':contact:'),
      sealed.replace('child.name', 'child.nick'),
    ];
    for (const form of moved) expect(await refusal(vault.open(altered(form)))).toBe('tampered');
    const strange = [
      sealed.replace(one.childId, randomUUID()),
      sealed.replace(':identity:', ':clinical:'),
      sealed.replace('sealed:1:1:', 'sealed:1:2:'),
    ];
    for (const form of strange) expect(await refusal(vault.open(altered(form)))).toBe('unknown-key');
    expect(await refusal(vault.open(altered(sealed.replace(':identity:', ':hobby:'))))).toBe('tampered');
  });

  it('does not open with another master key', async () => {
    const dataKeys = memoryDataKeys();
    const mine = await openVault({ keys: newKeys(at), dataKeys });
    const other = await openVault({ keys: newKeys(at), dataKeys });
    expect(await refusal(other.open(await mine.seal(nameOf(), text)))).toBe('unknown-key');
  });

  it('is told from what people write', async () => {
    const { vault } = await someVault();
    const sealed = await vault.seal(nameOf(), text);
    expect(isSealed(sealed)).toBe(true);
    const ordinary = ['', 'sealed:', 'sealed:1:', 'sealed:1:1:the gate:identity:lock:AAAA', ` ${sealed}`, text];
    for (const other of [...ordinary, null, undefined, 1, {}, [sealed]]) expect(isSealed(other)).toBe(false);
  });

  it.each([
    ['a child', { childId: 'child-1' }],
    ['an upper-case child', { childId: randomUUID().toUpperCase() }],
    ['a field', { field: 'a:b' }],
    ['an empty field', { field: '' }],
  ])('is not made for %s that a header cannot hold', async (_, wrong) => {
    const { vault, dataKeys } = await someVault();
    const field = { ...nameOf(), ...wrong };
    await expect(vault.seal(field, text)).rejects.toThrow(TypeError);
    expect(await dataKeys.load([field])).toEqual([]);
  });
});

it.each([
  ['intl', 'sha256'],
  ['gm', 'sm3'],
] as const)('digests and tags of %s have keys of their own', async (suite, hash) => {
  const master = newKeys(at, suite);
  const vault = await openVault({ keys: master, dataKeys: memoryDataKeys() });
  const keyed = (purpose: 'digests' | 'tags', input: string) =>
    createHmac(hash, master[purpose]).update(input).digest('base64url');
  expect(vault.digest({ b: [1, 'x'], a: undefined })).toBe(keyed('digests', '{"b":[1,"x"]}'));
  expect(vault.tags({ name: '', phone: '13800138000' })).toEqual([`phone:${keyed('tags', 'phone\n13800138000')}`]);
});
