export { type DataKeyName, type DataKeyStore, type Forget, memoryDataKeys, type WrappedKey } from './data.keys.ts';
export { type KeyFile, type KeyFileOptions, loadKeyFile, newMasterKey } from './key.file.ts';
export type { ChildToMatch } from './match.tags.ts';
export {
  bindMaster,
  boundMaster,
  migrateVault,
  postgresDataKeys,
  vaultMigrations,
} from './postgres/postgres.data.keys.ts';
export { isSealed } from './sealed.form.ts';
export { loadSigningKey, type SigningKey } from './signing.key.ts';
export { VaultError, type VaultErrorCode } from './vault.error.ts';
export { openVault, type PersonalField, type Vault, type VaultOptions } from './vault.ts';
