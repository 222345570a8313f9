import type { Logger } from 'pino';
import { type Admit, type AgencyDirectory, type Glass, postgresGlass, scopedAdmission, scopedDirectory } from '#access';
import type { WorkCalendar } from '#calendar';
import { desks } from '#desks';
import { oversightScopes, type PackSet } from '#policy';
import {
  type Host,
  loadPacks,
  publishedCalendar,
  type Runtime,
  shippedPacks,
  startRuntime,
  targetRules,
} from '#runtime';
import { measuredRuntime, measuredStorage } from '#telemetry';
import { type Config, SetupError } from './config.ts';
import { type Database, openDatabase } from './database.ts';
import { fitHeap } from './heap.ts';
import { requestId } from './http/request.id.ts';
import { serviceLogger } from './log.ts';
import { untestedVersion } from './postgres.version.ts';
import { mostLag, type Readiness, readiness } from './readiness.ts';
import { openSignIn, type SignIn } from './sign.in.ts';
import { openTelemetry, type Sample, sampler, type Telemetry } from './telemetry.ts';

export interface CoreOptions extends Omit<Config, 'ready'>, Partial<Pick<Config, 'ready'>> {
  readonly host: Host;
  /** The demo's agencies and officers; with an identity provider (`oidc`) they stand in the database. */
  readonly directory?: AgencyDirectory;
  /** False only for throw-away databases. */
  readonly durable: boolean;
  readonly clocksByThemselves: boolean;
  readonly logger?: Logger;
  /** Told, a line each, what whoever starts it should know and can start without. */
  readonly say?: (line: string) => void;
  /** Told when the embedded database died and does not start again. */
  readonly lost?: (error: Error) => void;
  /** What operators see; left out, it is measured and nobody looks. */
  readonly telemetry?: Telemetry;
}

/** What every program of Jieli runs on: database and runtime (核心). Views, processes and clocks go while it is on duty. */
export interface Core {
  readonly runtime: Runtime;
  readonly database: Database;
  /** What was read in an emergency. */
  readonly glass: Glass;
  /** Who there is, and for desks how they come in. */
  readonly signIn: SignIn;
  readonly telemetry: Telemetry;
  /** Brings the gauges up to date that only the database knows. */
  readonly sample: Sample;
  /** Whether every desk can be read and the views keep up. */
  ready(): Promise<Readiness>;
  /** Logs a fault and gives the id under which it is found. */
  readonly report: (error: unknown) => string;
  /** Logs and counts what went wrong beside requests. */
  readonly trouble: (error: Error) => void;
  close(): Promise<void>;
}

/** @throws SetupError, EmbeddedPostgresError or VaultError with one line that says what to do. */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { host, clocksByThemselves } = options;
  const logger = options.logger ?? serviceLogger('silent');
  fitHeap();
  const telemetry = options.telemetry ?? openTelemetry('', undefined);
  const { metrics, traces } = telemetry;
  const trouble = (error: Error) => {
    metrics.troubles.inc({ kind: 'trouble' });
    logger.error({ err: error }, 'trouble');
  };
  const report = (error: unknown) => {
    metrics.troubles.inc({ kind: 'fault' });
    const id = requestId();
    logger.error({ requestId: id, err: error }, 'fault');
    return id;
  };
  const packs = packsIn(options.packFolders);
  const calendar = calendarWith(options.calendarFile);
  const onBatch = (appends: number) => metrics.appendBatch.observe(appends);
  const database = await openDatabase({ ...options, desks, trouble, onBatch });
  let signIn: SignIn | undefined;
  try {
    const untested = await untestedVersion(database.pool);
    if (untested) options.say?.(untested);
    const { vault, duty, notarising, systems, pool } = database;
    const webhooks = { store: database.webhooks, targets: targetRules(options.webhookNetworks) };
    const { store, views } = measuredStorage(database.store, database.views, metrics, traces);
    signIn = await openSignIn({ ...options, directory: options.directory, trouble }, pool);
    const { close: forget } = signIn;
    const scopeOf = oversightScopes(packs, () => host.now().slice(0, 10));
    const directory = scopedDirectory(signIn.directory, scopeOf);
    const admit = scopedAdmission(signIn.admit, scopeOf);
    const glass = postgresGlass(pool);
    const lasting = { store, views, vault, packs, calendar, directory, host, desks };
    const parts = { ...lasting, clocksByThemselves, duty, notarising, webhooks, systems, glass, trouble };
    const runtime = measuredRuntime(await startRuntime(parts), metrics, traces);
    const sample = sampler({ pool, store, views, webhooks: database.webhooks, systems, runtime, host, metrics });
    const ready = readiness({ runtime, most: options.ready ?? mostLag, trouble });
    const close = async () => {
      forget();
      await runtime.close();
      await database.close();
      await traces.close();
    };
    const kept: Admit = async (claims) => {
      const officer = await admit(claims);
      return typeof officer === 'string' ? officer : { ...officer, barred: await runtime.keptFrom(officer.barred) };
    };
    const signed = { ...signIn, directory, admit: kept };
    return { runtime, database, glass, signIn: signed, telemetry, sample, ready, report, trouble, close };
  } catch (error) {
    signIn?.close();
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
