/**
 * PostgreSQL arrays in its binary wire format. `pg` sends a Buffer as a binary parameter, and so text is copied once, as it
 * is, where the text format of arrays would escape every quote in it and build strings of megabytes.
 */

/** How one element is written. */
interface Element<T> {
  readonly oid: number;
  readonly size: (value: T) => number;
  readonly write: (into: Buffer, value: T, at: number) => void;
}

const BOOL: Element<boolean> = {
  oid: 16,
  size: () => 1,
  write: (into, value, at) => into.writeInt8(value ? 1 : 0, at),
};
const INT4: Element<number> = { oid: 23, size: () => 4, write: (into, value, at) => into.writeInt32BE(value, at) };
const TEXT: Element<string> = { oid: 25, size: Buffer.byteLength, write: (into, value, at) => into.write(value, at) };
const UUID: Element<string> = {
  oid: 2950,
  size: () => 16,
  write: (into, value, at) => into.write(value.replaceAll('-', ''), at, 'hex'),
};

export const bools = (values: readonly boolean[]): Buffer => array(BOOL, values);
export const ints = (values: readonly number[]): Buffer => array(INT4, values);
export const texts = (values: readonly string[]): Buffer => array(TEXT, values);
export const uuids = (values: readonly (string | undefined)[]): Buffer => array(UUID, values);

/** Dimensions, whether there are nulls, element type, length, lower bound. */
const HEADER = 5 * 4;

/** The length of an element that is null. */
const NULL = -1;

function array<T>({ oid, size, write }: Element<T>, values: readonly (T | undefined)[]): Buffer {
  const sizes = new Int32Array(values.length);
  let whole = HEADER;
  for (const [index, value] of values.entries()) {
    const bytes = value === undefined ? NULL : size(value);
    sizes[index] = bytes;
    whole += 4 + Math.max(bytes, 0);
  }
  const into = Buffer.allocUnsafe(whole);
  let at = 0;
  for (const word of [1, Number(sizes.includes(NULL)), oid, values.length, 1]) at = into.writeInt32BE(word, at);
  for (const [index, value] of values.entries()) {
    const bytes = sizes[index] ?? NULL;
    at = into.writeInt32BE(bytes, at);
    if (value === undefined) continue;
    write(into, value, at);
    at += bytes;
  }
  return into;
}
