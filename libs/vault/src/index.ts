export { type DataKeyName, type DataKeyStore, type Forget, memoryDataKeys, type WrappedKey } from './data.keys.ts';
export { type EpochsApart, epochsApart } from './key.epochs.ts';
export { type KeyFile, type KeyFileOptions, type KeyPlace, loadKeyFile, newKeys } from './key.file.ts';
export { commandKeyProvider, type KeyProvider } from './key.provider.ts';
export type { ChildToMatch } from './match.tags.ts';
export { type KeyNotices, keyNotices } from './postgres/key.notices.ts';
export {
  bindMaster,
  boundMaster,
  epochsOfVault,
  migrateVault,
  postgresDataKeys,
} from './postgres/postgres.data.keys.ts';
export { readPrivateBytes } from './private.file.ts';
export { type Rotated, type RotationParts, rotateKeys, sealAway } from './rotation.ts';
export { isSealed } from './sealed.form.ts';
export { loadSigningKey, type SigningKey } from './signing.key.ts';
export { type SuiteName, suiteNames } from './suite.ts';
export { VaultError, type VaultErrorCode } from './vault.error.ts';
export { openVault, type PersonalField, statutoryQuery, type Vault, type VaultOptions } from './vault.ts';
