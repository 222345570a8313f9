import { join } from 'node:path';
import { chooseAccount, give, type RootWay } from './account.ts';
import { holdsCluster, initialise, openDataFolder, removeHalfDone, superuserPassword } from './cluster.folder.ts';
import { type FolderLock, lockFolder } from './folder.lock.ts';
import { postgresBinaries } from './platform.package.ts';
import { runningSince } from './process.identity.ts';
import { livingServer, serverUrl } from './server.adoption.ts';
import { type Launch, launch, relaunch, type Server, signal, stopServer } from './server.process.ts';

export { EmbeddedPostgresError } from './embedded.error.ts';

/** A PostgreSQL server of our own, on 127.0.0.1 alone. */
export interface EmbeddedPostgres {
  /** Superuser connection string with password. */
  readonly url: string;
  /** True when a killed parent had left the server running and this start took it over. */
  readonly adopted: boolean;
  /** Stops the server (fast shutdown) and waits until it has ended; again does nothing. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Made if it does not exist; holds the data, the password, the log and the lock. */
  readonly dataDir: string;
  /** False for data that may be lost with the machine: faster, nothing is synced to disk. Default true. */
  readonly durable?: boolean;
  readonly log?: (line: string) => void;
  /** Told when the server died and could not be started again. */
  readonly lost?: (error: Error) => void;
}

/** What only tests set. */
export interface EmbeddedPostgresInternals {
  /** Where the platform package stands. */
  readonly packageDir?: string;
  /** How PostgreSQL may be run when we are root. */
  readonly rootWays?: readonly RootWay[];
  /** How long a server that died is tried to be started again, in milliseconds. */
  readonly relaunchFor?: number;
}

/**
 * Starts PostgreSQL 18 on a data folder, or takes over the server that a killed parent left running on it.
 *
 * @throws {EmbeddedPostgresError} with one line that says what to do.
 */
export async function startEmbeddedPostgres(
  { dataDir: path, durable = true, log = () => undefined, lost = () => undefined }: EmbeddedPostgresOptions,
  { packageDir, rootWays, relaunchFor }: EmbeddedPostgresInternals = {},
): Promise<EmbeddedPostgres> {
  const { initdb, postgres, pgCtl } = await postgresBinaries(packageDir);
  const dataDir = await openDataFolder(path);
  const cluster = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres.password');
  const lock = lockFolder(dataDir);
  try {
    const exists = await holdsCluster(cluster);
    const password = await superuserPassword(passwordFile, exists);
    const account = await chooseAccount(postgres, dataDir, cluster, rootWays);
    const launching = { postgres, pgCtl, account, cluster, logFile: join(dataDir, 'postgres.log'), durable };
    const holding = { password, launching, lock, log, lost, relaunchFor };
    const left = exists ? await livingServer(cluster, password) : undefined;
    if (left) {
      log(`adopted the PostgreSQL left running, pid ${left.pid}, port ${left.port}`);
      return hold(left, { ...holding, adopted: true });
    }
    if (await removeHalfDone(dataDir)) log('removed a half-made database');
    if (!exists) {
      log(`creating the database in ${cluster}`);
      await initialise({ initdb, account, dataDir, cluster, passwordFile, durable });
    }
    await give(cluster, account);
    const server = await launch(launching);
    log(`PostgreSQL runs, pid ${server.pid}, port ${server.port}`);
    return hold(server, { ...holding, adopted: false });
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Holding extends Required<Pick<EmbeddedPostgresOptions, 'log' | 'lost'>> {
  readonly password: string;
  readonly launching: Launch;
  readonly lock: FolderLock;
  readonly relaunchFor: number | undefined;
  readonly adopted: boolean;
}

/** How often it is looked whether the server still runs. */
const LOOK = 1_000;

/** Keeps the server until it is stopped: one that dies by itself is started again. */
function hold(
  first: Server,
  { password, launching, lock, adopted, log, lost, relaunchFor }: Holding,
): EmbeddedPostgres {
  const { pgCtl } = launching;
  let server = first;
  let mending: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;
  // The last resort when the parent dies of an exception: nothing can be waited for any more.
  const onExit = () => {
    signal(server, 'SIGINT', pgCtl);
    lock.release();
  };
  process.once('exit', onExit);
  const mend = async () => {
    log(`PostgreSQL, pid ${server.pid}, has died; starting it again`);
    try {
      server = await relaunch(launching, server.port, relaunchFor);
      log(`PostgreSQL runs again, pid ${server.pid}, port ${server.port}`);
      mending = undefined;
    } catch (error) {
      clearInterval(watch);
      lost(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const watch = setInterval(() => {
    if (mending || runningSince(server.pid) === server.since) return;
    mending = mend();
  }, LOOK);
  watch.unref();
  const stop = async () => {
    clearInterval(watch);
    try {
      await mending;
      await stopServer(server, pgCtl);
    } finally {
      process.off('exit', onExit);
      lock.release();
    }
  };
  return {
    url: serverUrl(first.port, password),
    adopted,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
