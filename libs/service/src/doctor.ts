import { access, constants, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { signerOf } from '#transparency';
import { loadKeyFile, loadSigningKey } from '#vault';
import type { Config } from './config.ts';
import { KEY_FILE, keyPlaceOf, SIGNING_KEY_FILE } from './database.ts';
import { demoAgencies } from './demo/demo.directory.ts';
import { aroundFindings } from './doctor.around.ts';
import type { Held } from './doctor.bound.ts';
import { databaseFindings, looked } from './doctor.database.ts';
import { clientFindings, exchangeFindings } from './doctor.exchange.ts';
import { type Finding, fine, wrong } from './finding.ts';

/**
 * Looks at a deployment and changes nothing (体检): data folder, keys and disk, packs and calendar, sign-in, port, the exchange's
 * certificates, database, schemas, duty, lag, parked cases, clocks, time. What cannot be looked at because something before it
 * is wrong is left out.
 *
 * @param now milliseconds since 1970.
 */
export async function examine(config: Config, now = Date.now()): Promise<readonly Finding[]> {
  const { dataDir } = config;
  const keyPath = join(dataDir, KEY_FILE);
  const key = await loadKeyFile(keyPlaceOf(config), { create: false }).catch((error: Error) => error);
  const signingPath = join(dataDir, SIGNING_KEY_FILE);
  const signing = await loadSigningKey(signingPath, { create: false }).catch((error: Error) => error);
  const own = [
    await keyFinding('主密钥文件 Master key file', keyPath, key),
    await keyFinding('签名密钥文件 Signing key file', signingPath, signing),
    await diskFinding(dataDir),
    ...(await aroundFindings(config, now)),
    ...(await exchangeFindings(config.exchange, now)),
  ];
  const held = {
    keys: key instanceof Error ? undefined : key,
    verifier: signing instanceof Error ? undefined : signerOf(signing).verifier,
  };
  return [...own, ...(await inDatabase(config, held))];
}

async function inDatabase(config: Config, held: Held): Promise<readonly Finding[]> {
  const { dataDir, databaseUrl, log } = config;
  const title = '数据库可达 Database reachable';
  const url = databaseUrl ?? (await embeddedUrl(dataDir));
  if (url === undefined) {
    const found = `${dataDir} 里没有运行中的内置数据库 no embedded database runs there`;
    return [
      wrong(title, found, '先启动服务（npm start），或设置 DATABASE_URL。Start the service, or set DATABASE_URL.'),
    ];
  }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    const why = error instanceof Error ? error.message : String(error);
    return [wrong(title, why, '检查 DATABASE_URL、网络与数据库是否运行。Check DATABASE_URL, the network, the server.')];
  }
  try {
    const findings = await databaseFindings(client, log, held);
    return [...findings, ...(await looked(() => clientFindings(config.exchange, directoryOf(config, client))))];
  } finally {
    await client.end();
  }
}

/** Which of some agencies the directory has: the one in the database with an identity provider, the demo's without. */
function directoryOf({ oidc }: Config, client: pg.Client) {
  return async (agencies: readonly string[]): Promise<ReadonlySet<string>> => {
    if (!oidc) return new Set(demoAgencies().map(({ id }) => id));
    const { rows } = await client.query<{ id: string }>('select id from access.agency where id = any($1)', [agencies]);
    return new Set(rows.map(({ id }) => id));
  };
}

async function keyFinding(title: string, path: string, key: object | Error): Promise<Finding> {
  if (key instanceof Error) {
    const remedy = /chmod/.test(key.message) ? `chmod 600 ${path}` : `从备份恢复 ${path}。Restore it from its backup.`;
    return wrong(title, key.message, remedy);
  }
  return fine(title, path);
}

const LEAST_FREE = 0.1;

async function diskFinding(folder: string): Promise<Finding> {
  const title = '数据目录的磁盘 Disk of the data folder';
  try {
    await access(folder, constants.W_OK);
    const { bavail, blocks, bsize } = await statfs(folder);
    const found = `${((bavail * bsize) / 2 ** 30).toFixed(1)} GiB 可用 free (${Math.floor((bavail / blocks) * 100)}%)`;
    if (bavail / blocks >= LEAST_FREE) return fine(title, found);
    return wrong(
      title,
      found,
      '腾出空间或扩容：内置数据库写不进时命令会失败。Free some space: commands fail on a full disk.',
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return wrong(title, why, '检查 JIELI_DATA 与目录权限。Check JIELI_DATA and the rights of the folder.');
  }
}

/** The address of an embedded PostgreSQL that runs in the data folder. */
async function embeddedUrl(dataDir: string): Promise<string | undefined> {
  try {
    const pid = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8');
    const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
    return `postgres://postgres:${password}@127.0.0.1:${pid.split('\n')[3]}/postgres`;
  } catch {
    return undefined;
  }
}
