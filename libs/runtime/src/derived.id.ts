import { createHash } from 'node:crypto';

const NAMESPACE = Buffer.from('6a1f3c0e5b7d4e8f9a2b1c3d4e5f6071', 'hex');

/** A name-based UUID (RFC 9562, version 5): the same names always give the same id. */
export function derivedId(...names: readonly string[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(names.join('\n')).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
