import { hash } from 'node:crypto';

const NAMESPACE = Buffer.from('6a1f3c0e5b7d4e8f9a2b1c3d4e5f6071', 'hex');
/** UTF-8 takes at most so many bytes for what JavaScript counts as one. */
const WIDEST = 3;

/** A name-based UUID (RFC 9562, version 5): the same names always give the same id. */
export function derivedId(...names: readonly string[]): string {
  const text = names.join('\n');
  const bytes = Buffer.allocUnsafe(NAMESPACE.length + text.length * WIDEST);
  NAMESPACE.copy(bytes);
  const end = NAMESPACE.length + bytes.write(text, NAMESPACE.length);
  const hex = hash('sha1', bytes.subarray(0, end), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
