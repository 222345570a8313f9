import { createHash } from 'node:crypto';
import { derivedId } from './derived.id.ts';

describe('a derived id', () => {
  it('is a UUID of version 5, the same for the same names and another for others', () => {
    const id = derivedId('rvc-441502001001', '第一次');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(derivedId('rvc-441502001001', '第一次')).toBe(id);
    expect(derivedId('rvc-441502001001', '第二次')).not.toBe(id);
  });

  it('is the same today as in the log: the first 128 bits of SHA-1, with version and variant set', () => {
    for (const names of [['a'], ['', ''], ['agency', '键'], ['😀', 'x', '0'], ['9'.repeat(300)]]) {
      const namespace = Buffer.from('6a1f3c0e5b7d4e8f9a2b1c3d4e5f6071', 'hex');
      const bytes = createHash('sha1').update(namespace).update(names.join('\n')).digest().subarray(0, 16);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      expect(derivedId(...names).replaceAll('-', '')).toBe(bytes.toString('hex'));
    }
  });
});
