import type { KeyProvider } from './key.provider.ts';
import { loadPrivate, type PrivateForm, replacePrivate } from './private.file.ts';
import { VaultError } from './vault.error.ts';

/** A private file that a key provider has wrapped. */
export interface ProvidedPlace {
  readonly path: string;
  readonly provider: KeyProvider;
}

interface Wrapped {
  readonly keyId: string;
  readonly wrapped: Buffer;
}

const FORMAT = 'jieli-keys-provided-1';

/** What a wrapped file holds, and a plain one of the form inside, which is wrapped when it is next replaced. */
const held = <T>(inner: PrivateForm<T>): PrivateForm<Wrapped | { readonly plain: T }> => ({
  read(fields) {
    const { format, keyId, wrapped } = fields;
    if (format === FORMAT && typeof keyId === 'string' && typeof wrapped === 'string') {
      return { keyId, wrapped: Buffer.from(wrapped, 'base64') };
    }
    const plain = inner.read(fields);
    return plain === undefined ? undefined : { plain };
  },
  write: (value) =>
    'plain' in value
      ? inner.write(value.plain)
      : { format: FORMAT, keyId: value.keyId, wrapped: value.wrapped.toString('base64') },
});

/**
 * Reads a wrapped file, or makes it; as `loadPrivate` does with what is inside.
 *
 * @throws VaultError `key-file`, also where the provider does not answer.
 */
export async function loadProvided<T>(
  { path, provider }: ProvidedPlace,
  form: PrivateForm<T>,
  create?: () => T,
): Promise<T> {
  const made =
    create && !(await loadPrivate(path, held(form)).catch(() => undefined))
      ? await wrap(provider, form, create())
      : undefined;
  const found = await loadPrivate(path, held(form), made && (() => made));
  if (made && !('keyId' in found && found.keyId === made.keyId)) await provider.destroy(made.keyId); // another was first
  if ('plain' in found) return found.plain;
  const read = form.read(fieldsOf(await provider.unwrap(found.keyId, found.wrapped)));
  if (read !== undefined) return read;
  throw new VaultError('key-file', `密钥文件 ${path} 的内容已损坏 / What is in the key file ${path} is damaged`);
}

/**
 * Wraps another value under a new key and puts it in place; then the key of the old one is destroyed.
 *
 * @throws VaultError `key-file`.
 */
export async function replaceProvided<T>(
  { path, provider }: ProvidedPlace,
  form: PrivateForm<T>,
  value: T,
): Promise<void> {
  const old = await loadPrivate(path, held(form));
  await replacePrivate(path, held(form), await wrap(provider, form, value));
  if ('keyId' in old) await provider.destroy(old.keyId);
}

const wrap = <T>(provider: KeyProvider, form: PrivateForm<T>, value: T): Promise<Wrapped> =>
  provider.wrap(Buffer.from(JSON.stringify(form.write(value))));

function fieldsOf(bytes: Buffer): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {}; // the parser's error quotes what it read
  }
}
