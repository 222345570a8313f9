import type pg from 'pg';
import type { LogOfViews } from '#runtime';
import { epochsApart, epochsOfVault, type KeyFile } from '#vault';
import type { LogEngine } from './config.ts';
import { apartSaid } from './epochs.said.ts';
import { type Finding, fine, wrong } from './finding.ts';
import { logNamed, nameOf } from './log.engine.ts';

/** What the keys in the data folder say of themselves; undefined for one that cannot be read. */
export interface Held {
  readonly keys: KeyFile | undefined;
  /** By which signatures of the log's checkpoints are checked. */
  readonly verifier: string | undefined;
}

/** What belongs to one database and no other: its keys, and the log that it goes by (绑定). */
export async function boundFindings(client: pg.Client, log: LogEngine, held: Held): Promise<readonly Finding[]> {
  const { keys, verifier } = held;
  return [
    ...(keys === undefined ? [] : [await boundKey(client, keys)]),
    ...(verifier === undefined ? [] : [await boundSigner(client, verifier)]),
    await logOfDatabase(client, log),
  ];
}

async function boundKey(client: pg.Client, keys: KeyFile): Promise<Finding> {
  const title = '密钥与数据库 Key and database';
  const bound = await client.query<{ id: string }>('select key_id as id from vault.master');
  if (bound.rows[0]?.id === keys.id) {
    const apart = epochsApart(keys, await epochsOfVault(client));
    if (!apart) return fine(title, '相符 they belong together');
    const said = apartSaid(apart);
    return wrong(title, said.found, said.remedy);
  }
  const remedy =
    '换回该数据库的密钥文件，或更正 JIELI_DATA。Put the key file of this database back, or correct JIELI_DATA.';
  return wrong(title, '密钥文件属于另一数据库 the key file is another database’s', remedy);
}

async function boundSigner(client: pg.Client, verifier: string): Promise<Finding> {
  const title = '签名密钥与日志 Signing key and log';
  const { rows } = await client.query<{ signer: string | null }>('select signer from audit.tree');
  if ((rows[0]?.signer ?? verifier) === verifier) return fine(title, '相符 they belong together');
  const remedy = '从备份恢复该日志的 signing.key.json。Restore this log’s signing.key.json from its backup.';
  return wrong(title, '不是该日志的签名密钥 not the key that signs this log', remedy);
}

async function logOfDatabase(client: pg.Client, log: LogEngine): Promise<Finding> {
  const title = '日志所在 Where the log is';
  const { rows } = await client.query<LogOfViews>(`select engine, coalesce(prefix, '') as prefix from runtime.log`);
  const there = logNamed(rows[0] ?? nameOf(log));
  if (there === logNamed(nameOf(log))) return fine(title, there);
  const remedy = '更正 JIELI_EVENT_STORE；迁移日志用 jieli log copy。Correct it; to move a log, use jieli log copy.';
  return wrong(title, `${there}，设置 set ${logNamed(nameOf(log))}`, remedy);
}
