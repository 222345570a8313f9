import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import type { AgencyDirectory } from '#access';
import type { WorkCalendar } from '#calendar';
import { desks } from '#desks';
import type { PackSet } from '#policy';
import { type Host, loadPacks, publishedCalendar, type Runtime, shippedPacks, startRuntime } from '#runtime';
import { type Config, SetupError } from './config.ts';
import { type Database, openDatabase } from './database.ts';

export interface CoreOptions extends Config {
  readonly host: Host;
  readonly directory: AgencyDirectory;
  /** False only for throw-away databases. */
  readonly durable: boolean;
  readonly clocksByThemselves: boolean;
  readonly logger?: Logger;
}

/** What every program of Jieli runs on: database and runtime (核心). Views, processes and clocks go while it is on duty. */
export interface Core {
  readonly runtime: Runtime;
  readonly database: Database;
  /** Logs a fault and gives the id under which it is found. */
  readonly report: (error: unknown) => string;
  close(): Promise<void>;
}

/** @throws SetupError, EmbeddedPostgresError or VaultError with one line that says what to do. */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { host, directory, clocksByThemselves } = options;
  const logger = options.logger ?? pino({ level: 'silent' });
  const trouble = (error: Error) => logger.error({ err: { type: error.name, message: error.message } }, 'trouble');
  const report = (error: unknown) => {
    const requestId = randomUUID();
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    logger.error({ requestId, err: { type: name, message, stack } }, 'fault');
    return requestId;
  };
  const packs = packsIn(options.packFolders);
  const calendar = calendarWith(options.calendarFile);
  const database = await openDatabase({ ...options, desks, trouble });
  try {
    const { store, views, vault, duty } = database;
    const parts = { store, views, vault, packs, calendar, directory, host, desks, clocksByThemselves, duty, trouble };
    const runtime = await startRuntime(parts);
    const close = async () => {
      await runtime.close();
      await database.close();
    };
    return { runtime, database, report, close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** @throws SetupError with every problem, file and line, when a pack is wrong. */
function packsIn(folders: readonly string[]): PackSet {
  try {
    return loadPacks([shippedPacks, ...folders]);
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws SetupError naming the file when the override cannot be read. */
function calendarWith(file: string | undefined): WorkCalendar {
  try {
    return publishedCalendar(file);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new SetupError(`日历文件有误，请检查 JIELI_CALENDAR。The calendar file ${file} is wrong: ${why}`);
  }
}
