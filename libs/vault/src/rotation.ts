import type { PersonalCategory } from '#case';
import type { DataKeyStore, Rewrapped } from './data.keys.ts';
import { type KeyFile, type KeyPlace, loadKeyFile, newEpoch, newestEpoch, replaceKeyFile } from './key.file.ts';
import { wrapAgain } from './key.wrap.ts';
import type { SuiteName } from './suite.ts';
import { VaultError } from './vault.error.ts';

export interface RotationParts {
  /** Where the key file is. */
  readonly path: KeyPlace;
  readonly dataKeys: DataKeyStore;
  /** The instant, ISO 8601. */
  readonly now: string;
  /** With what is sealed from now on; as before unless told. */
  readonly suite?: SuiteName;
  /** How many data keys have been wrapped anew. */
  readonly progress?: (done: number) => void;
}

export interface Rotated {
  /** The epoch that wraps from now on. */
  readonly epoch: number;
  readonly rewrapped: number;
}

const PAGE = 500;

/**
 * A new epoch takes the place of the old, which is destroyed (密钥轮换): its key goes into the file, new data keys are wrapped
 * with it, those that are there are wrapped anew, and then the old key leaves the file. Services go on meanwhile: they read
 * the file again when they meet what they do not know. One that was interrupted is taken up again.
 *
 * From then on nothing that an old backup holds of data keys is opened by the key file. Back the database up anew.
 *
 * @throws VaultError `key-file`, or `unknown-key` when a data key does not unwrap: then the old epochs stay.
 */
export async function rotateKeys(parts: RotationParts): Promise<Rotated> {
  const { path, dataKeys, now, suite, progress = () => undefined } = parts;
  let keys = await loadKeyFile(path, { create: false });
  if (keys.epochs.length === 1) {
    const { number, suite: before } = newestEpoch(keys);
    keys = { ...keys, epochs: [...keys.epochs, newEpoch(number + 1, now, suite ?? before)] };
    await replaceKeyFile(path, keys);
  }
  const newest = newestEpoch(keys);
  await dataKeys.advance(newest.number); // before it returns, whoever adds a key in the old epoch has added it
  let rewrapped = 0;
  for (;;) {
    const old = await dataKeys.outside(newest.number, PAGE);
    if (old.length === 0) break;
    await dataKeys.rewrap(
      old.flatMap((from): readonly Rewrapped[] => {
        const to = wrapAgain(keys.epochs, from, newest, from.away);
        return to ? [{ from, to }] : [];
      }),
    );
    rewrapped += old.length;
    progress(rewrapped);
  }
  await replaceKeyFile(path, { ...keys, epochs: [newest] });
  return { epoch: newest.number, rewrapped };
}

/**
 * Seals a child's data away (封存): the data keys are wrapped for the statutory query alone, and no desk opens what they sealed.
 *
 * @returns how many keys were sealed away now.
 */
export async function sealAway(
  keys: KeyFile,
  dataKeys: DataKeyStore,
  childId: string,
  category?: PersonalCategory,
): Promise<number> {
  const live = (await dataKeys.of(childId)).filter((key) => !key.away && (category ?? key.category) === key.category);
  const newest = newestEpoch(keys);
  const sealed = live.flatMap((from): readonly Rewrapped[] => {
    const to = wrapAgain(keys.epochs, from, newest, true);
    return to ? [{ from, to }] : [];
  });
  await dataKeys.rewrap(sealed);
  const left = (await dataKeys.of(childId)).filter((key) => !key.away && (category ?? key.category) === key.category);
  if (left.length > 0) throw new VaultError('unknown-key', 'keys changed meanwhile: seal again');
  return sealed.length;
}
