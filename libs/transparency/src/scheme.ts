import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

/** A way to sign notes: how its keys and signatures look in a note, and how they are checked (签名算法). */
export interface Scheme {
  readonly name: 'Ed25519' | 'SM2';
  /** What stands before a key, and in key ids, for a signature of the text and for a witness's: the type of signed-note. */
  readonly plain: Buffer;
  readonly cosignature: Buffer;
  /** Bytes of a public key. */
  readonly size: number;
  holds(text: Buffer, key: Buffer, signature: Buffer): boolean;
}

/** What stands before the 32 bytes of an Ed25519 public key in DER. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export const ed25519: Scheme = {
  name: 'Ed25519',
  plain: Buffer.of(0x01),
  cosignature: Buffer.of(0x04),
  size: 32,
  holds: (text, key, signature) =>
    verify(null, text, createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' }), signature),
};

export const signEd25519 = (text: Buffer, key: KeyObject): Buffer => sign(null, text, key);
export const publicEd25519 = (key: KeyObject): Buffer =>
  createPublicKey(key as never)
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI.length);

/** signed-note has no number for SM2: 0xff, and then a name. */
const named = (name: string) => Buffer.concat([Buffer.of(0xff), Buffer.from(name)]);

/** GB/T 32918 with SM3 and the user id of GB/T 35276, `1234567812345678`: what OpenSSL takes too. Signatures are `r` and `s`, 32 bytes each. */
const HOW = { hash: true, der: false, userId: '1234567812345678' } as const;
const SIGNATURE = 64;

/** SM2 (国密 GB/T 32918): OpenSSL as Node calls it signs with an empty user id, which nobody else takes. */
export const sm2Scheme: Scheme = {
  name: 'SM2',
  plain: named('sm2-with-sm3'),
  cosignature: named('sm2-with-sm3 cosignature/v1'),
  size: 65,
  holds(text, key, signature) {
    if (signature.length !== SIGNATURE) return false;
    try {
      return sm2.doVerifySignature(bytesOf(text), signature.toString('hex'), key.toString('hex'), HOW);
    } catch {
      return false; // numbers that are no signature, a key that is no point
    }
  },
};

export function signSm2(text: Buffer, secret: Buffer): Buffer {
  const publicKey = publicSm2(secret).toString('hex');
  return Buffer.from(sm2.doSignature(bytesOf(text), secret.toString('hex'), { ...HOW, publicKey }), 'hex');
}

/** @throws Error when these 32 bytes are no private key. */
export const publicSm2 = (secret: Buffer): Buffer =>
  Buffer.from(sm2.getPublicKeyFromPrivateKey(secret.toString('hex')), 'hex');

/** The library takes plain arrays of bytes alone. */
const bytesOf = (text: Buffer): Uint8Array => Uint8Array.from(text);

export const schemes: readonly Scheme[] = [ed25519, sm2Scheme];
