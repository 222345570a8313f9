/**
 * PostgreSQL arrays in its binary wire format. `pg` sends a Buffer as a binary parameter, and so JSON text is copied as it
 * is, where the text format of arrays would escape every quote in it.
 */

const BOOL = { oid: 16, write: (value: boolean) => Buffer.of(value ? 1 : 0) };
const INT4 = { oid: 23, write: int4 };
const TEXT = { oid: 25, write: (value: string) => Buffer.from(value) };
const UUID = { oid: 2950, write: (value: string) => Buffer.from(value.replaceAll('-', ''), 'hex') };

export const bools = (values: readonly boolean[]): Buffer => array(BOOL, values);
export const ints = (values: readonly number[]): Buffer => array(INT4, values);
export const texts = (values: readonly string[]): Buffer => array(TEXT, values);
export const uuids = (values: readonly string[]): Buffer => array(UUID, values);

function array<T>(element: { oid: number; write: (value: T) => Buffer }, values: readonly T[]): Buffer {
  // one dimension, no nulls, element type, length, lower bound 1
  const parts: Buffer[] = [int4(1), int4(0), int4(element.oid), int4(values.length), int4(1)];
  for (const value of values) {
    const bytes = element.write(value);
    parts.push(int4(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

function int4(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}
