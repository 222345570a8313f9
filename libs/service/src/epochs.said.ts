import type { EpochsApart } from '#vault';

/** What a vault and a key file of different epochs (密钥周期不符) look like, and what is to be done about it; a line each. */
export function apartSaid({ vault, file, older }: EpochsApart): { readonly found: string; readonly remedy: string } {
  const [ofVault, ofFile] = [vault.join('、'), file.join('、')];
  return {
    found:
      `数据库的密钥库为第 ${ofVault} 周期，密钥文件为第 ${ofFile} 周期 ` +
      `the vault is of epoch ${vault.join(', ')}, the key file of epoch ${file.join(', ')}`,
    remedy: REMEDIES[older],
  };
}

const REMEDIES: Readonly<Record<EpochsApart['older'], string>> = {
  vault: '请恢复最新备份中的 vault 模式。Restore the schema vault of the newest backup.',
  file: '请换回最新的密钥文件。Put the newest key file back.',
};
