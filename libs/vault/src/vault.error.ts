/**
 * Why the vault did not answer.
 *
 * - `tampered`: the value is not what was sealed, or was not sealed for this child, category and field.
 * - `shredded` (已销毁): the data key was dropped; nobody can open the value again.
 * - `sealed-away` (已封存): the data key is wrapped for the statutory query alone.
 * - `unknown-key`: no such data key was ever there, or the key file at hand does not unwrap it.
 * - `key-file`: the key file is missing, malformed, or open to others.
 */
export type VaultErrorCode = 'tampered' | 'shredded' | 'sealed-away' | 'unknown-key' | 'key-file';

/** The vault's one error; its text holds neither plaintext nor key. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
