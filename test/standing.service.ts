import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pg from 'pg';
import type { AgencyDirectory } from '#access';
import { type Instant, parseInstant } from '#calendar';
import { type OwnedHost, ownedHost } from '#runtime';
import type { Stage } from '#scenario';
import {
  demoAgencies,
  demoDirectory,
  freshDatabase,
  readConfig,
  type Service,
  type ServiceOptions,
  serviceLogger,
  serviceStage,
  startService,
} from '#service';

/** An event as it lies in the log. */
export interface LoggedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
}

/** A service on a database and in a folder of its own, that a test may end, start again, double, and look into. */
export interface StandingService {
  readonly host: OwnedHost;
  readonly directory: AgencyDirectory;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** The service that was started last. */
  readonly service: Service;
  /** Where {@link service} is played on. */
  readonly stage: Stage;
  /** Everything that every service said to its log. */
  said(): string;
  /** Starts a service on the same database; the one before runs on, unless it was closed. */
  start(options?: Partial<ServiceOptions>): Promise<Service>;
  /** Ends the service that was started last. */
  stop(): Promise<void>;
  /** Ends it and starts another. */
  restart(): Promise<void>;
  query<R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<R[]>;
  /** The whole log, refusals in audit streams included, in its order. */
  log(): Promise<readonly LoggedEvent[]>;
  close(): Promise<void>;
}

/** Where and when the tests' cases happen: all demo agencies are there, and it is a working day. */
export const VILLAGE = '441502001001';
export const MORNING = moment('2025-03-03 09:00');

/** A moment in Shanghai, written as in a scenario. */
export function moment(text: string): Instant {
  const parsed = parseInstant(`${text.replace(' ', 'T')}+08:00`);
  if (!parsed) throw new Error(`${text} does not exist`);
  return parsed;
}

/** @param settings of every service that is started on it. */
export async function standingService(
  directory: AgencyDirectory = demoDirectory(demoAgencies()),
  settings: Partial<ServiceOptions> = {},
): Promise<StandingService> {
  const database = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  const dataDir = await mkdtemp(join(tmpdir(), 'jieli-whole-'));
  const host = ownedHost(MORNING);
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined); // its database is dropped under it
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = serviceLogger('trace', sink);
  const started: Service[] = [];
  const start = async (options: Partial<ServiceOptions> = {}) => {
    const own = {
      ...readConfig({}),
      requestsAMinute: 1_000_000,
      port: 0,
      dataDir,
      databaseUrl: database.url,
      durable: false,
      ...settings,
    };
    const service = await startService({ ...own, clocksByThemselves: false, host, directory, logger, ...options });
    service.open();
    started.push(service);
    return service;
  };
  const running = () => {
    const last = started.at(-1);
    if (!last) throw new Error('no service has been started');
    return last;
  };
  const stop = async () => {
    await running().close();
    started.pop();
  };
  const query = async <R extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
    (await pool.query<R>(sql, [...values])).rows;
  const close = async () => {
    await Promise.all(started.map((service) => service.close()));
    await pool.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    host,
    directory,
    dataDir,
    databaseUrl: database.url,
    get service() {
      return running();
    },
    get stage() {
      return serviceStage(running(), host, directory);
    },
    said: () => lines.join(''),
    start,
    stop,
    restart: async () => {
      await stop();
      await start();
    },
    query,
    log: () => query<LoggedEvent>('select stream, revision, type, data, meta from log.event order by turn, pos'),
    close,
  };
}
