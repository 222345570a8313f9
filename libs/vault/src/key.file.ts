import { createSecretKey, hkdfSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { loadPrivate, type PrivateForm, replacePrivate } from './private.file.ts';
import { loadProvided, type ProvidedPlace, replaceProvided } from './provided.file.ts';
import { type Random, type SuiteName, suiteNames } from './suite.ts';

/**
 * The keys of an installation (密钥文件), each of 256 bits, held where neither a log nor an inspection shows them. Their file lives
 * outside the database and its backups.
 */
export interface KeyFile {
  readonly id: string;
  readonly createdAt: string;
  /** With which the installation began (密码套件): digests and match tags keep to its hash, SHA-256 or SM3, since they are compared for good. */
  readonly suite: SuiteName;
  /** By which a retry is told from another command. */
  readonly digests: KeyObject;
  /** Under which match tags are made. */
  readonly tags: KeyObject;
  /** The newest last: it wraps new data keys. Older ones are there while a rotation runs, and then destroyed. */
  readonly epochs: readonly Epoch[];
}

/** The keys that wrap data keys for a time (密钥周期). What was wrapped in an epoch is lost with it. */
export interface Epoch {
  /** Counts from 1. */
  readonly number: number;
  readonly createdAt: string;
  /** What is sealed while this epoch is the newest is sealed with this suite. */
  readonly suite: SuiteName;
  readonly key: KeyObject;
  /** Wraps the data keys of what was sealed away (封存). */
  readonly sealing: KeyObject;
}

/** Where a key file is: by its path, and what wraps it where a key provider does. */
export type KeyPlace = string | ProvidedPlace;

/** Whether a missing file is created, and the instant (ISO 8601) and suite (`intl` unless told) that are then written into it. */
export type KeyFileOptions =
  | { readonly create: false }
  | { readonly create: boolean; readonly createdAt: string; readonly suite?: SuiteName };

const FORMAT = 'jieli-keys-2';
/** Files of the first form held one key, from which all others were derived. */
const FIRST_FORMAT = 'jieli-master-key-1';

/** Keys that no file holds: for new files, tests and simulation. */
export function newKeys(createdAt: string, suite: SuiteName = 'intl', random: Random = randomBytes): KeyFile {
  const secret = () => createSecretKey(random(32));
  const first = newEpoch(1, createdAt, suite, random);
  return { id: randomUUID(), createdAt, suite, digests: secret(), tags: secret(), epochs: [first] };
}

export function newEpoch(number: number, createdAt: string, suite: SuiteName, random: Random = randomBytes): Epoch {
  return { number, createdAt, suite, key: createSecretKey(random(32)), sealing: createSecretKey(random(32)) };
}

/** The epoch that wraps new data keys. */
export function newestEpoch({ epochs }: KeyFile): Epoch {
  const newest = epochs.at(-1);
  if (!newest) throw new RangeError('a key file without epochs');
  return newest;
}

/**
 * Reads the keys, or creates them. Of several processes that create the same file at once all get the same keys, and
 * a file that is there is never written over.
 *
 * @throws VaultError `key-file`, one line in Chinese and English, when the file is missing, unreadable, malformed, or open
 *   to other users.
 */
export function loadKeyFile(place: KeyPlace, options: KeyFileOptions): Promise<KeyFile> {
  const create = options.create ? () => newKeys(options.createdAt, options.suite) : undefined;
  return typeof place === 'string' ? loadPrivate(place, KEYS, create) : loadProvided(place, KEYS, create);
}

/**
 * Puts other keys in place of those in a file, all or nothing; the bytes of the old file are written over first, and with a
 * provider the key that wrapped them is destroyed.
 *
 * @throws VaultError `key-file`.
 */
export function replaceKeyFile(place: KeyPlace, keys: KeyFile): Promise<void> {
  return typeof place === 'string' ? replacePrivate(place, KEYS, keys) : replaceProvided(place, KEYS, keys);
}

const KEYS: PrivateForm<KeyFile> = {
  read(fields) {
    const { format, id, createdAt } = fields;
    if (typeof id !== 'string' || typeof createdAt !== 'string') return undefined;
    if (format === FIRST_FORMAT) return ofFirstForm(id, createdAt, secretOf(fields.key));
    const [digests, tags] = [secretOf(fields.digests), secretOf(fields.tags)];
    const epochs = Array.isArray(fields.epochs) ? fields.epochs.map(epochOf) : [];
    if (format !== FORMAT || !digests || !tags || !inOrder(epochs)) return undefined;
    const suite = suiteNames.find((name) => name === (fields.suite ?? 'intl')); // files from before there was a choice
    return suite && { id, createdAt, suite, digests, tags, epochs };
  },
  write: ({ id, createdAt, suite, digests, tags, epochs }) => ({
    format: FORMAT,
    id,
    createdAt,
    suite,
    digests: textOf(digests),
    tags: textOf(tags),
    epochs: epochs.map(({ key, sealing, ...rest }) => ({ ...rest, key: textOf(key), sealing: textOf(sealing) })),
  }),
};

function ofFirstForm(id: string, createdAt: string, master: KeyObject | undefined): KeyFile | undefined {
  if (!master) return undefined;
  const derived = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `jieli vault: ${purpose}`, 32)));
  const key = derived('wrapping of data keys');
  const epoch: Epoch = { number: 1, createdAt, suite: 'intl', key, sealing: derived('wrapping of sealed data keys') };
  return { id, createdAt, suite: 'intl', digests: derived('digests'), tags: derived('match tags'), epochs: [epoch] };
}

function epochOf(value: unknown): Epoch | undefined {
  const { number, createdAt, suite, ...keys } = { ...(value as Partial<Record<string, unknown>> | null) };
  const [key, sealing] = [secretOf(keys.key), secretOf(keys.sealing)];
  if (!Number.isSafeInteger(number) || typeof createdAt !== 'string' || !key || !sealing) return undefined;
  const known = suiteNames.find((name) => name === suite);
  return known && { number: Number(number), createdAt, suite: known, key, sealing };
}

function inOrder(epochs: readonly (Epoch | undefined)[]): epochs is readonly Epoch[] {
  return epochs.length > 0 && epochs.every((epoch, n) => epoch && epoch.number > (epochs[n - 1]?.number ?? 0));
}

function secretOf(text: unknown): KeyObject | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === 32 && bytes.toString('base64url') === text ? createSecretKey(bytes) : undefined;
}

const textOf = (key: KeyObject) => key.export().toString('base64url');
