import { desks } from '#desks';
import {
  type Copied,
  type CopyProgress,
  copyLog,
  type EventOrder,
  goOverToHorizon,
  MOST_EVENTS,
  type Position,
} from '#event-store';
import { type Lease, type LogOfViews, systemHost } from '#runtime';
import { type Config, type LogEngine, SetupError } from './config.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { nameOf, openLog } from './log.engine.ts';

/** Where a log is: in PostgreSQL (the embedded one without an address), or in EventStoreDB. */
export type LogAddress =
  | { readonly engine: 'postgres'; readonly databaseUrl: string | undefined }
  | Extract<LogEngine, { readonly engine: 'eventstoredb' }>;

/**
 * @param prefix what stands before streams' names in EventStoreDB.
 * @throws SetupError when it is no address of an engine; it is not repeated, for it may hold a password.
 */
export function logAddress(address: string, prefix: string | undefined): LogAddress {
  const postgres = address === 'embedded' || /^postgres(ql)?:\/\//.test(address);
  if (postgres && prefix !== undefined) {
    throw new SetupError('前缀仅用于 EventStoreDB。Only EventStoreDB has a prefix.');
  }
  if (postgres) return { engine: 'postgres', databaseUrl: address === 'embedded' ? undefined : address };
  if (/^esdb(\+discover)?:\/\//.test(address)) return { engine: 'eventstoredb', connectionString: address, prefix };
  throw new SetupError(
    '日志地址须为 embedded、postgres://…、esdb://… 或 esdb+discover://…。' +
      'A log is at embedded, postgres://…, esdb://… or esdb+discover://….',
  );
}

export interface MoveLogOptions extends Pick<Config, 'dataDir' | 'databaseUrl'> {
  readonly from: LogAddress;
  readonly to: LogAddress;
  /** In which order a PostgreSQL that has no events yet takes them. */
  readonly order?: EventOrder | undefined;
  readonly progress: (progress: CopyProgress) => void;
  readonly trouble: (error: Error) => void;
}

export interface Moved extends Omit<Copied, 'marks'> {
  readonly log: LogOfViews;
}

/**
 * Copies the log from one engine to the other, and has the database go over to the copy (迁移日志): its views are forgotten, to be
 * built anew at the next start; processes go on where they were. Views and keys stay in the database that they are in: the
 * one that is named, or the service's own when both logs are in EventStoreDB. The service must not run.
 *
 * Broken off, it goes on when it is run again; the database goes over in the very last step, in one transaction.
 *
 * @throws SetupError or CopyError with one line that says what to do, StoreError when an engine is away.
 */
export async function moveLog(options: MoveLogOptions): Promise<Moved> {
  const { from, to, progress, trouble } = options;
  const [inPostgres, second] = [from, to].filter((address) => address.engine === 'postgres');
  if (second) {
    throw new SetupError(
      '两个 PostgreSQL 之间请用 pg_dump：密钥与日志同在一库，须一并迁移。' +
        'Between two PostgreSQL use pg_dump: the keys stand beside the log and move with it.',
    );
  }
  const { databaseUrl } = inPostgres ?? options;
  return standingStill({ ...options, databaseUrl, log: engineOf(from) }, async (database, lease) => {
    let lost = false;
    lease.lost.then(() => {
      lost = true;
    });
    if (to.engine === 'postgres') await needKeys(database);
    const processed = await database.views.processedByAll();
    const target = await openLog(engineOf(to, options.order), database.pool, trouble);
    const { marks, ...copied } = await copyLog({
      from: database.store,
      to: target,
      together: to.engine === 'postgres' ? MOST_EVENTS : 1,
      marks: [...processed.values()],
      progress,
    }).finally(() => target.close());
    if (lost) throw new SetupError('数据库连接中断，请重新运行。The connection to the database was lost: run again.');
    await database.views.goOverTo(nameOf(engineOf(to)), placesOf(processed, marks));
    return { ...copied, log: nameOf(engineOf(to)) };
  });
}

/**
 * Puts the log of a PostgreSQL into horizon order (按事务次序), for good; see `goOverToHorizon`. The service must not run.
 *
 * @throws SetupError with one line that says what to do, StoreError when the database is away.
 */
export async function orderLogByHorizon(
  options: Pick<Config, 'dataDir' | 'databaseUrl'> & { readonly trouble: (error: Error) => void },
): Promise<void> {
  await standingStill({ ...options, log: { engine: 'postgres' } }, ({ pool }) => goOverToHorizon(pool, 'log'));
}

type Standing = Pick<DatabaseOptions, 'dataDir' | 'databaseUrl' | 'log' | 'trouble'>;

/** Works on a database on whose log nobody else works, and which stays as it is if none of ours was ever there. */
async function standingStill<T>(options: Standing, work: (database: Database, lease: Lease) => Promise<T>): Promise<T> {
  const database = await openDatabase({ ...options, durable: true, mustBeThere: true, desks, host: systemHost() });
  let lease: Lease | null = null;
  try {
    lease = await database.duty.take();
    if (lease) return await work(database, lease);
    throw new SetupError('服务正在运行，请先停止其全部进程。The service is running: stop all its processes first.');
  } finally {
    await lease?.release();
    await database.views.close();
    await database.store.close();
    await database.close();
  }
}

function engineOf(address: LogAddress, order?: EventOrder): LogEngine {
  return address.engine === 'postgres' ? { engine: 'postgres', order } : address;
}

/** How far each process has come, in positions of the copy; one that had come nowhere is left out. */
function placesOf(processed: ReadonlyMap<string, Position>, marks: Copied['marks']): ReadonlyMap<string, Position> {
  const places = [...processed].flatMap(([name, position]): [string, Position][] => {
    const place = marks.get(position) ?? null;
    return place === null ? [] : [[name, place]];
  });
  return new Map(places);
}

/** Events whose keys are elsewhere could never be opened again. */
async function needKeys({ pool, store }: Database): Promise<void> {
  const { rowCount } = await pool.query('select from vault.data_key limit 1');
  if (rowCount || (await store.head()) === null) return;
  throw new SetupError(
    '目标数据库没有该日志的密钥，请先恢复其模式 vault。' +
      'The target has no keys for this log: restore its schema vault there first.',
  );
}
