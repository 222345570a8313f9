import fc from 'fast-check';
import { soundOf } from './match.tags.ts';
import { nameOf, someVault } from './vault.fixture.ts';
import type { Vault } from './vault.ts';

const birthDate = '2014-05-06';
let vault: Vault;

beforeAll(async () => {
  vault = (await someVault()).vault;
});

const bySound = (name: string, date = birthDate) => vault.tags({ name, birthDate: date });
const byId = (idNumber: string) => vault.tags({ name: '', idNumber });
const byPhone = (phone: string) => vault.tags({ name: '', phone });

describe('match tags', () => {
  it.each([
    ['林小满', '林晓曼'],
    ['林小满', '林 小\u3000满'],
    ['林小滿', '林小满'],
    ['买买提·艾力', '买买提•艾力'],
    ['买买提·艾力', '買買提艾力'],
    ['单雄', '善雄'],
    ['曾乐', '增乐'],
    ['解晓', '谢小'],
    ['𠮷小满', '𠮷晓曼'],
    ['Anna Lin', 'ＡＮＮＡ lin'],
    ['林小\u200b满', '林小满'],
  ])('agree for %s and %s, born the same day', (one, other) => {
    expect(bySound(one)).toHaveLength(1);
    expect(bySound(one)).toEqual(bySound(other));
  });

  it.each([
    ['林小满', '林小敏'],
    ['吕小满', '鲁小满'],
    ['𠮷小满', '吉小满'],
    ['𠮷小满', '𠮶小满'],
    ['西安', '先'],
    ['林小满', '小满林'],
  ])('differ for %s and %s', (one, other) => {
    expect(bySound(one)).not.toEqual(bySound(other));
  });

  it('differ for another birth date', () => {
    expect(bySound('林小满', '2014-05-07')).not.toEqual(bySound('林小满'));
  });

  it('agree for one number written in different ways', () => {
    const id = byId('11010520140506002X');
    for (const form of ['11010520140506002x', '110105 20140506 002X', '１１０１０５２０１４０５０６００２Ｘ'])
      expect(byId(form)).toEqual(id);
    expect(byId('110105201405060021')).not.toEqual(id);
    const phone = byPhone('13800138000');
    for (const form of [
      '138 0013 8000',
      '+86 138-0013-8000',
      '0086 13800138000',
      '8613800138000',
      '１３８００１３８０００',
    ]) {
      expect(byPhone(form)).toEqual(phone);
    }
    expect(byPhone('010-6512 3456')).toEqual(byPhone('+86 10 65123456'));
    expect(byPhone('13800138001')).not.toEqual(phone);
  });

  it('are only those whose inputs are there', () => {
    expect(vault.tags({ name: '林小满' })).toEqual([]);
    expect(vault.tags({ name: ' · ', birthDate, idNumber: ' ', phone: '无' })).toEqual([]);
    const all = vault.tags({ name: '林小满', birthDate, idNumber: '11010520140506002X', phone: '13800138000' });
    expect(all.map((tag) => tag.split(':')[0])).toEqual(['id', 'phone', 'sound']);
    for (const tag of all) expect(tag).toMatch(/^[a-z]+:[A-Za-z0-9_-]{43}$/);
  });

  it('differ between kinds and under another key', async () => {
    const digits = '13800138000';
    const [id = '', phone = ''] = vault.tags({ name: '', idNumber: digits, phone: digits });
    expect(id.split(':')[1]).not.toBe(phone.split(':')[1]);
    expect((await someVault()).vault.tags({ name: '', phone: digits })).not.toEqual([phone]);
  });

  it('exist for any name', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => expect(typeof soundOf(name)).toBe('string')));
    expect(soundOf('\ud842')).toBe('\ud842');
  });
});

it('nothing of the plaintext is in what the vault gives out', async () => {
  const child = { name: '林小满', birthDate, idNumber: '11010520140506002X', phone: '13800138000' };
  const secrets = [...Object.values(child), 'lin xiao man', 'linxiaoman'];
  const sealed = await Promise.all(Object.values(child).map((text) => vault.seal(nameOf(), text)));
  const out = [...sealed, ...vault.tags(child), vault.digest(child)].join('\n');
  for (const secret of secrets) {
    for (const form of ['utf8', 'hex', 'base64', 'base64url'] as const) {
      expect(out).not.toContain(Buffer.from(secret).toString(form).replaceAll('=', ''));
    }
  }
});
