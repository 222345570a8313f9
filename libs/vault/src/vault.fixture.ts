import { randomUUID } from 'node:crypto';
import type { Sealed } from '#case';
import { type DataKeyStore, memoryDataKeys } from './data.keys.ts';
import { newKeys } from './key.file.ts';
import { VaultError, type VaultErrorCode } from './vault.error.ts';
import { openVault, type Vault } from './vault.ts';

export const at = '2025-03-14T10:00:00+08:00';

export async function someVault(cacheSize?: number): Promise<{ vault: Vault; dataKeys: DataKeyStore }> {
  const dataKeys = memoryDataKeys();
  return { vault: await openVault({ keys: newKeys(at), dataKeys, cacheSize }), dataKeys };
}

export const nameOf = (childId: string = randomUUID()) =>
  ({ childId, category: 'identity', field: 'child.name' }) as const;

/** As one who alters what is stored: nothing says any more that it was sealed. */
export const altered = (value: string) => value as Sealed;

/** The code with which it was refused; anything else fails the test. */
export async function refusal(work: Promise<unknown>): Promise<VaultErrorCode> {
  try {
    await work;
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
  throw new Error('it was not refused');
}
