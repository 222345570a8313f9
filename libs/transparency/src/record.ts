import type { Hash } from './digest.ts';
import { hashText } from './digest.ts';

/** An event as the tree knows it: the envelope with its ciphertext, never with what is sealed in it. */
export interface Recorded {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly meta: unknown;
}

/** What stands before the first event of a stream. */
export const NOTHING = '\0'.repeat(32) as Hash;

/**
 * The record of an event (存证记录): one line of JSON, `[previous, stream, revision, id, type, data, meta]`, whose bytes in
 * UTF-8 are the leaf of the tree and a line of a dump. `previous` is the leaf hash of the event before it in its stream, in
 * base64, so that a stream's last leaf vouches for all of that stream. Sealed values stand in it as they are stored: proofs
 * hold after the keys were shredded.
 */
export function recordText({ stream, revision, id, type, data, meta }: Recorded, previous: Hash): string {
  const parts = [stream, revision, id, type, data, meta].map((part) => JSON.stringify(part));
  return `["${hashText(previous)}",${parts.join(',')}]`;
}

/** What the verifier reads of a line. */
export interface Line {
  /** As it is written, escapes and all, a character a byte: a name has one writing. */
  readonly stream: string;
  readonly revision: number;
}

const BEGIN = '["';
const PREVIOUS = { from: BEGIN.length, to: BEGIN.length + 44 };
const STREAM = PREVIOUS.to + '","'.length;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const [ZERO, NINE] = [0x30, 0x39];

/** Reads the beginning of a line without parsing the event behind it; undefined when it is no record. */
export function readLine(bytes: Buffer): Line | undefined {
  if (bytes[0] !== 0x5b || bytes[1] !== QUOTE || bytes[PREVIOUS.to] !== QUOTE || bytes[PREVIOUS.to + 1] !== COMMA)
    return;
  if (bytes[STREAM - 1] !== QUOTE || bytes[bytes.length - 1] !== 0x5d) return;
  let end = STREAM;
  while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
  if (end === STREAM || bytes[end + 1] !== COMMA) return;
  let revision = 0;
  let at = end + 2;
  for (; ; at += 1) {
    const byte = bytes[at];
    if (byte === undefined || byte < ZERO || byte > NINE) break;
    revision = revision * 10 + (byte - ZERO);
  }
  if (at === end + 2 || bytes[at] !== COMMA) return;
  return { stream: bytes.toString('latin1', STREAM, end), revision };
}

const SEXTETS = new Uint8Array(256).fill(0xff);
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  SEXTETS[character.charCodeAt(0)] = value;
}

/** Whether a line names this leaf as the one before it. Compares in place: a text for each line would cost more than its hash. */
export function follows(bytes: Buffer, previous: Hash): boolean {
  const sextet = (at: number) => SEXTETS[bytes[PREVIOUS.from + at] ?? 0] ?? 0xff;
  for (let group = 0; group < 10; group += 1) {
    const [at, of] = [4 * group, 3 * group];
    const three = (sextet(at) << 18) | (sextet(at + 1) << 12) | (sextet(at + 2) << 6) | sextet(at + 3);
    const wanted = (previous.charCodeAt(of) << 16) | (previous.charCodeAt(of + 1) << 8) | previous.charCodeAt(of + 2);
    if (three !== wanted) return false;
  }
  const two = (sextet(40) << 12) | (sextet(41) << 6) | sextet(42);
  const wanted = (previous.charCodeAt(30) << 10) | (previous.charCodeAt(31) << 2);
  return two === wanted && bytes[PREVIOUS.to - 1] === EQUALS;
}
