import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { VaultError } from './vault.error.ts';

const ALGORITHM = 'aes-256-gcm';
const IV = 12;
const TAG = 16;

/** The shortest frame: one around nothing. */
export const FRAME = IV + TAG;

/** So many bytes that nobody can foretell; only a simulation brings its own. */
export type Random = (bytes: number) => Buffer;

/** Encrypts with AES-256-GCM under a random 96-bit IV and frames it as IV, ciphertext, 128-bit tag. */
export function encrypt(key: KeyObject, aad: string, plain: Uint8Array, random: Random = randomBytes): Buffer {
  const iv = random(IV);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws VaultError `tampered` when frame, key and AAD do not belong together. */
export function decrypt(key: KeyObject, aad: string, frame: Uint8Array): Buffer {
  if (frame.length < FRAME) throw new VaultError('tampered', 'the ciphertext is cut short');
  const decipher = createDecipheriv(ALGORITHM, key, frame.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(frame.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(frame.subarray(IV, -TAG)), decipher.final()]);
  } catch (error) {
    throw new VaultError('tampered', 'the ciphertext does not authenticate', error);
  }
}
