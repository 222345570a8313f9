import type { KeyFile } from './key.file.ts';

/** Why a vault and a key file do not open each other: epochs (密钥周期) that the vault goes by, and those in the file. */
export interface EpochsApart {
  readonly vault: readonly number[];
  readonly file: readonly number[];
  /** The one that is of an earlier moment: an old backup, restored beside what is newest. */
  readonly older: 'vault' | 'file';
}

/**
 * Whether the epochs that a vault goes by are all in the key file. They are, too, while a rotation runs: the file holds both
 * epochs from before the first data key is wrapped anew until after the last.
 *
 * @param vault epochs in which its data keys are wrapped, and the one for new keys; see `epochsOfVault`.
 */
export function epochsApart({ epochs }: Pick<KeyFile, 'epochs'>, vault: readonly number[]): EpochsApart | undefined {
  const file = epochs.map(({ number }) => number);
  if (vault.every((number) => file.includes(number))) return undefined;
  return { vault, file, older: Math.max(...vault) > Math.max(...file) ? 'file' : 'vault' };
}
