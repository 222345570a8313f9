import { hash } from 'node:crypto';

/**
 * What a digest (摘要) gives: as many characters as the digest has bytes, U+0000 to U+00FF. Text rather than bytes, because it is
 * compared by `===`, serves as a key, and comes out of Node's own hash four times as fast.
 */
export type Hash = string & { readonly hash: unique symbol };

/** A hash function of 32 bytes: the one door through which cryptography comes in here. */
export interface Digest {
  readonly name: 'sha256' | 'sm3';
  of(bytes: Uint8Array): Hash;
}

/** Bytes of a hash, with either function. */
export const HASH_SIZE = 32;

/** SHA-256, as RFC 6962 has it. */
export const sha256: Digest = digest('sha256');

/** SM3 (国密 GB/T 32905), for installations that must use it. */
export const sm3: Digest = digest('sm3');

export const digests: readonly Digest[] = [sha256, sm3];

/** 44 characters of base64. */
export const hashText = (of: Hash): string => btoa(of);

const TEXT = /^[A-Za-z0-9+/]{43}=$/;

/** The hash that a text of {@link hashText} names; undefined for any other text. */
export function readHash(text: string): Hash | undefined {
  if (!TEXT.test(text)) return undefined;
  const found = atob(text) as Hash;
  return btoa(found) === text ? found : undefined; // the last character has bits to spare: one hash has one text
}

export const hashBytes = (of: Hash): Buffer => Buffer.from(of, 'latin1');
export const hashOf = (bytes: Uint8Array): Hash =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') as Hash;

function digest(name: Digest['name']): Digest {
  return { name, of: (bytes) => hash(name, bytes, 'latin1') as Hash };
}
