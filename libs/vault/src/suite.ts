import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { VaultError } from './vault.error.ts';

/** The suites there are: `intl` is AES-256-GCM and SHA-256, `gm` (国密) SM4-GCM (GB/T 32907) under keys derived by SM3, and SM3 (GB/T 32905). */
export const suiteNames = ['intl', 'gm'] as const;
export type SuiteName = (typeof suiteNames)[number];

const IV = 12;
const TAG = 16;

/** The shortest frame: one around nothing. */
export const FRAME = IV + TAG;

/** So many bytes that nobody can foretell; only a simulation brings its own. */
export type Random = (bytes: number) => Buffer;

interface Suite {
  readonly cipher: 'aes-256-gcm' | 'sm4-gcm';
  /** The cipher's key of a secret of 256 bits. */
  readonly key: (secret: KeyObject) => KeyObject;
}

const derived = new WeakMap<KeyObject, KeyObject>();

const SUITES: Readonly<Record<SuiteName, Suite>> = {
  intl: { cipher: 'aes-256-gcm', key: (secret) => secret },
  gm: {
    cipher: 'sm4-gcm',
    key(secret) {
      const known = derived.get(secret);
      if (known) return known;
      const key = createSecretKey(Buffer.from(hkdfSync('sm3', secret, '', 'jieli vault: sm4', 16)));
      derived.set(secret, key);
      return key;
    },
  },
};

/** A keyed digest, HMAC, in base64url. */
export function keyedDigest(suite: SuiteName, key: KeyObject, text: string): string {
  return createHmac(suite === 'gm' ? 'sm3' : 'sha256', key)
    .update(text)
    .digest('base64url');
}

/** Encrypts under a secret of 256 bits and a random 96-bit IV, and frames it as IV, ciphertext, 128-bit tag. */
export function encrypt(
  suite: SuiteName,
  secret: KeyObject,
  aad: string,
  plain: Uint8Array,
  random: Random = randomBytes,
): Buffer {
  const iv = random(IV);
  const cipher = createCipheriv(SUITES[suite].cipher as 'aes-256-gcm', SUITES[suite].key(secret), iv, {
    authTagLength: TAG,
  });
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws VaultError `tampered` when frame, key and AAD do not belong together. */
export function decrypt(suite: SuiteName, secret: KeyObject, aad: string, frame: Uint8Array): Buffer {
  if (frame.length < FRAME) throw new VaultError('tampered', 'the ciphertext is cut short');
  const decipher = createDecipheriv(
    SUITES[suite].cipher as 'aes-256-gcm',
    SUITES[suite].key(secret),
    frame.subarray(0, IV),
    { authTagLength: TAG },
  );
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(frame.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(frame.subarray(IV, -TAG)), decipher.final()]);
  } catch (error) {
    throw new VaultError('tampered', 'the ciphertext does not authenticate', error);
  }
}
