import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type EventStore, hearErrors, StoreError } from '#event-store';
import {
  type DeskSelectors,
  type Duty,
  type Host,
  type Notarising,
  type PostgresViews,
  postgresDuty,
  postgresSystems,
  postgresViews,
  postgresWebhooks,
  type Systems,
  startEmbeddedPostgres,
  type WebhookStore,
} from '#runtime';
import {
  bothSigners,
  type Digest,
  digests,
  migrateTree,
  postgresTree,
  type Signer,
  type SigningSecret,
  signerOf,
  treeHash,
} from '#transparency';
import {
  bindMaster,
  boundMaster,
  commandKeyProvider,
  type DataKeyStore,
  epochsApart,
  epochsOfVault,
  type KeyFile,
  type KeyNotices,
  type KeyPlace,
  keyNotices,
  loadKeyFile,
  loadSigningKey,
  migrateVault,
  openVault,
  postgresDataKeys,
  type SuiteName,
  type Vault,
} from '#vault';
import { type Config, type LogEngine, SetupError } from './config.ts';
import { apartSaid } from './epochs.said.ts';
import { logNamed, nameOf, openLog } from './log.engine.ts';

/** Everything that is kept: log, views, keys. */
export interface Database {
  readonly store: EventStore;
  readonly views: PostgresViews;
  readonly vault: Vault;
  readonly keys: KeyFile;
  readonly dataKeys: DataKeyStore;
  /** Where the keys are. */
  readonly keyPlace: KeyPlace;
  readonly duty: Duty;
  /** The log's tree, and the key that signs it. */
  readonly notarising: Notarising;
  readonly webhooks: WebhookStore;
  /** What agencies' own systems acknowledged. */
  readonly systems: Systems;
  readonly pool: pg.Pool;
  /** Ends what `runtime` did not: connections, and PostgreSQL itself where it is ours. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly keyProvider?: string;
  /** Chosen with the first start; left out, what was chosen then, or `intl`. */
  readonly suite?: SuiteName;
  readonly log: LogEngine;
  /** False only for throw-away databases. */
  readonly durable: boolean;
  /** For those who look after a service: where it was never started, nothing is made. */
  readonly mustBeThere?: boolean;
  readonly desks: readonly DeskSelectors[];
  readonly host: Host;
  readonly trouble: (error: Error) => void;
  /** Told when the embedded database died and does not start again: nothing can be done any more. */
  readonly lost?: (error: Error) => void;
  /** Told of each commit of the log how many appends shared it. */
  readonly onBatch?: (appends: number) => void;
}

/** In the data folder. */
export const KEY_FILE = 'master.key.json';

/** Where the keys of an installation are: a file in its data folder, wrapped where a key provider is set. */
export function keyPlaceOf({ dataDir, keyProvider }: Pick<Config, 'dataDir' | 'keyProvider'>): KeyPlace {
  const path = join(dataDir, KEY_FILE);
  return keyProvider === undefined ? path : { path, provider: commandKeyProvider(keyProvider) };
}

/** PostgreSQL alone, and how to let go of it. */
export interface Connection {
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Reaches the database, starting the embedded one where it is ours.
 *
 * @throws SetupError or EmbeddedPostgresError with one line that says what to do.
 */
export async function connect(
  options: Pick<DatabaseOptions, 'dataDir' | 'databaseUrl' | 'durable' | 'lost'>,
): Promise<Connection> {
  const { dataDir, databaseUrl, durable, lost } = options;
  const embedded = databaseUrl === undefined ? await startEmbeddedPostgres({ dataDir, durable, lost }) : undefined;
  if (!embedded) await makeFolder(dataDir);
  const url = databaseUrl ?? embedded?.url ?? '';
  const settings = { connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 30_000 };
  const pool = new pg.Pool({ ...settings, max: 8 });
  hearErrors(pool);
  const close = async () => {
    await pool.end();
    await embedded?.stop();
  };
  try {
    await reach(pool);
    return { pool, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws SetupError or EmbeddedPostgresError with one line that says what to do. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { dataDir, desks, host, log, trouble } = options;
  if (options.mustBeThere) refuseNewFolder(options);
  const { pool, url, close: disconnect } = await connect(options);
  let store: EventStore | undefined;
  let notices: KeyNotices | undefined;
  const close = async () => {
    await notices?.close();
    await disconnect();
  };
  try {
    if (options.mustBeThere) await refuseNewDatabase(pool);
    await migrateVault(pool);
    const keyPlace = keyPlaceOf(options);
    const keys = await keysOf(pool, keyPlace, options);
    refuseOtherSuite(options.suite, keys.suite);
    notices = await keyNotices({ connectionString: url, connectionTimeoutMillis: 5_000 }, trouble);
    const dataKeys = postgresDataKeys(pool, notices);
    const vault = await openVault({ keys, reload: () => loadKeyFile(keyPlace, { create: false }), dataKeys });
    await migrateTree(pool);
    const notarising = await notaryOf(pool, dataDir, host, keys.suite);
    store = await openLog(log, pool, trouble, options.onBatch);
    const views = await postgresViews({ pool, url, desks });
    await checkLog(views, log);
    const duty = postgresDuty({ connectionString: url, connectionTimeoutMillis: 5_000 }, trouble);
    const webhooks = await postgresWebhooks({ pool, trouble });
    const systems = await postgresSystems(pool, host);
    return { store, views, vault, keys, dataKeys, keyPlace, duty, notarising, webhooks, systems, pool, close };
  } catch (error) {
    await store?.close();
    await close();
    throw lacksRights(error) ?? cannotBeUsed(error) ?? error;
  }
}

/** A mistyped JIELI_DATA must not become a second installation. */
function refuseNewFolder({ dataDir, databaseUrl }: DatabaseOptions): void {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) return;
  throw new SetupError(
    `${dataDir} 里没有接力的数据库：请更正 JIELI_DATA，或设置 DATABASE_URL。` +
      `There is no database of Jieli in ${dataDir}: correct JIELI_DATA, or set DATABASE_URL.`,
  );
}

async function refuseNewDatabase(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ used: boolean }>(`select to_regclass('vault.master') is not null as used`);
  if (rows[0]?.used) return;
  throw new SetupError(
    '服务还没有在此数据库上启动过，请检查 DATABASE_URL。The service was never started on this database; check DATABASE_URL.',
  );
}

/**
 * The keys of this database. A file is made only for a database that has none yet: with another key every personal field
 * would be lost to us.
 */
async function keysOf(
  pool: pg.Pool,
  place: KeyPlace,
  { host, suite }: Pick<DatabaseOptions, 'host' | 'suite'>,
): Promise<KeyFile> {
  const fresh = (await boundMaster(pool)) === null;
  const path = typeof place === 'string' ? place : place.path;
  const keys = await loadKeyFile(place, { create: fresh, createdAt: host.now(), suite });
  if ((await bindMaster(pool, keys.id)) === keys.id) return inEpochsOf(pool, place, keys);
  throw new SetupError(
    `密钥文件 ${path} 不是该数据库的密钥，请恢复原密钥文件或更正 JIELI_DATA。` +
      `The key file ${path} is not this database's: restore the right one, or correct JIELI_DATA.`,
  );
}

/**
 * An old vault beside the newest key file, or the other way round, opens nothing and takes no command (密钥周期不符). What is apart is
 * looked at once more: keys may have been rotated between two looks.
 */
async function inEpochsOf(pool: pg.Pool, place: KeyPlace, keys: KeyFile): Promise<KeyFile> {
  if (!epochsApart(keys, await epochsOfVault(pool))) return keys;
  const again = await loadKeyFile(place, { create: false });
  const apart = epochsApart(again, await epochsOfVault(pool));
  if (!apart) return again;
  const { found, remedy } = apartSaid(apart);
  const path = typeof place === 'string' ? place : place.path;
  throw new SetupError(`${path}：${found}。${remedy}`);
}

/** Leaves that witnesses hold cannot be hashed anew, and tags that are compared must be made as those before them. */
function refuseOtherSuite(asked: SuiteName | undefined, kept: SuiteName): void {
  if (asked === undefined || asked === kept) return;
  throw new SetupError(
    `该日志自首次启动起以 ${kept} 套件存证，不能改为 ${asked}：请去掉 JIELI_SUITE 或设为 ${kept}。` +
      `This log was begun with the suite ${kept} and cannot change to ${asked}: unset JIELI_SUITE, or set it to ${kept}.`,
  );
}

/**
 * A position means nothing in another log than the one it was given in, and whoever writes on into a log that was left behind
 * splits history in two.
 */
async function checkLog(views: PostgresViews, log: LogEngine): Promise<void> {
  const there = logNamed(await views.logOfViews(nameOf(log)));
  if (there === logNamed(nameOf(log))) return;
  throw new SetupError(
    `该数据库的日志在 ${there}，与 JIELI_EVENT_STORE 的设置不符；迁移日志请用 jieli log copy。` +
      `The log of this database is in ${there}, which is not what JIELI_EVENT_STORE and its settings say; ` +
      'to move a log, use jieli log copy.',
  );
}

/** What the log or the views say of a database that is not theirs to use, above all one that a newer program has changed. */
function cannotBeUsed(error: unknown): SetupError | undefined {
  if (!(error instanceof StoreError) || error.code !== 'invalid') return undefined;
  return new SetupError(`数据库不能用：${error.message}。The database cannot be used: ${error.message}.`);
}

/** The key that signs this log's checkpoints. Witnesses know it: a new one is made only for a log that has none yet. */
async function notaryOf(pool: pg.Pool, dataDir: string, host: Host, suite: SuiteName): Promise<Notarising> {
  const path = join(dataDir, SIGNING_KEY_FILE);
  const store = postgresTree(pool);
  const { algorithm, digest } = NOTARY[suite];
  const create = (await store.bind(null)) === null;
  const key = await loadSigningKey(path, { create, createdAt: host.now(), algorithm });
  const own = signerOf(key);
  const bound = await store.bind({ verifier: own.verifier, digest });
  const tree = digests.find(({ name }) => name === bound?.digest);
  if (tree && bound?.verifier === own.verifier) {
    const beside = algorithm === 'sm2' ? undefined : await sm2Of(dataDir, key.name);
    return { store, signer: beside ? bothSigners(own, beside) : own, tree: treeHash(tree) };
  }
  throw new SetupError(
    `密钥文件 ${path} 不是该日志的签名密钥，请恢复原密钥文件或更正 JIELI_DATA。` +
      `The key file ${path} is not the one that signs this log: restore the right one, or correct JIELI_DATA.`,
  );
}

/** In the data folder. */
export const SIGNING_KEY_FILE = 'signing.key.json';

/** How a log is noted, by the suite with which it began. */
const NOTARY: Readonly<Record<SuiteName, Pick<SigningSecret, 'algorithm'> & { readonly digest: Digest['name'] }>> = {
  intl: { algorithm: 'ed25519', digest: 'sha256' },
  gm: { algorithm: 'sm2', digest: 'sm3' },
};

/** In the data folder, where checkpoints of a log of the suite `intl` are signed by SM2 (国密) too. */
export const SM2_KEY_FILE = 'signing.sm2.key.json';

/** @throws SetupError when it signs in another name than the log's. */
async function sm2Of(dataDir: string, name: string): Promise<Signer | undefined> {
  const path = join(dataDir, SM2_KEY_FILE);
  if (!existsSync(path)) return undefined;
  const key = await loadSigningKey(path, { create: false, algorithm: 'sm2' });
  if (key.name === name) return signerOf(key);
  throw new SetupError(`密钥文件 ${path} 属于另一日志，请移走。The key file ${path} is another log's: move it away.`);
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** A role of one's own for each desk is the second wall; whoever connects must be allowed to make them. */
function lacksRights(error: unknown): SetupError | undefined {
  if ((error as { code?: unknown } | null)?.code !== INSUFFICIENT_PRIVILEGE) return undefined;
  const detail = error instanceof Error ? error.message : '';
  return new SetupError(
    `数据库账号权限不足（${detail}）：需要 CREATEROLE 与建模式的权限。The database user needs CREATEROLE and the right to create schemas.`,
  );
}

/** With a database elsewhere the folder holds the master key alone. */
async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(`数据目录用不了，请检查 JIELI_DATA。The data folder cannot be used; check JIELI_DATA: ${why}`);
  }
}

async function reach(pool: pg.Pool): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(`连不上数据库（${why}），请检查 DATABASE_URL。Cannot reach the database; check DATABASE_URL.`);
  }
}
