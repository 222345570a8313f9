import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import type { AgencyDirectory } from '#access';
import type { WorkCalendar } from '#calendar';
import { desks } from '#desks';
import type { PackSet } from '#policy';
import { type Host, loadPacks, publishedCalendar, type Runtime, shippedPacks, startRuntime } from '#runtime';
import { measuredRuntime, measuredStorage } from '#telemetry';
import { type Config, SetupError } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { openTelemetry, type Sample, sampler, type Telemetry } from './telemetry.ts';

export interface CoreOptions extends Config {
  readonly host: Host;
  readonly directory: AgencyDirectory;
  /** False only for throw-away databases. */
  readonly durable: boolean;
  readonly clocksByThemselves: boolean;
  readonly logger?: Logger;
  /** What operators see; left out, it is measured and nobody looks. */
  readonly telemetry?: Telemetry;
}

/** What every program of Jieli runs on: database and runtime (核心). Views, processes and clocks go while it is on duty. */
export interface Core {
  readonly runtime: Runtime;
  readonly database: Database;
  readonly telemetry: Telemetry;
  /** Brings the gauges up to date that only the database knows. */
  readonly sample: Sample;
  /** Whether every desk can be read. */
  ready(): Promise<boolean>;
  /** Logs a fault and gives the id under which it is found. */
  readonly report: (error: unknown) => string;
  close(): Promise<void>;
}

/** @throws SetupError, EmbeddedPostgresError or VaultError with one line that says what to do. */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { host, directory, clocksByThemselves } = options;
  const logger = options.logger ?? pino({ level: 'silent' });
  const telemetry = options.telemetry ?? openTelemetry('', {});
  const { metrics, traces } = telemetry;
  const trouble = (error: Error) => {
    metrics.troubles.inc({ kind: 'trouble' });
    logger.error({ err: { type: error.name, message: error.message } }, 'trouble');
  };
  const report = (error: unknown) => {
    metrics.troubles.inc({ kind: 'fault' });
    const requestId = randomUUID();
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    logger.error({ requestId, err: { type: name, message, stack } }, 'fault');
    return requestId;
  };
  const packs = packsIn(options.packFolders);
  const calendar = calendarWith(options.calendarFile);
  const database = await openDatabase({
    ...options,
    desks,
    trouble,
    onBatch: (appends) => metrics.appendBatch.observe(appends),
  });
  try {
    const { vault, duty, pool } = database;
    const { store, views } = measuredStorage(database.store, database.views, metrics, traces);
    const parts = { store, views, vault, packs, calendar, directory, host, desks, clocksByThemselves, duty, trouble };
    const runtime = measuredRuntime(await startRuntime(parts), metrics, traces);
    const sample = sampler({ pool, store, views, host, metrics });
    const ready = () =>
      Promise.all(desks.map(({ name }) => views.desk(name).inbox('', 1))).then(
        () => true,
        () => false,
      );
    const close = async () => {
      await runtime.close();
      await database.close();
      await traces.close();
    };
    return { runtime, database, telemetry, sample, ready, report, close };
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
