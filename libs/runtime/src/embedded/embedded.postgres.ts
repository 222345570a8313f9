import { join } from 'node:path';
import { chooseAccount, give, type RootWay } from './account.ts';
import { holdsCluster, initialise, openDataFolder, removeHalfDone, superuserPassword } from './cluster.folder.ts';
import { type FolderLock, lockFolder } from './folder.lock.ts';
import { postgresBinaries } from './platform.package.ts';
import { livingServer, serverUrl } from './server.adoption.ts';
import { launch, type Server, signal, stopServer } from './server.process.ts';

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
}

/** What only tests set. */
export interface EmbeddedPostgresInternals {
  /** Where the platform package stands. */
  readonly packageDir?: string;
  /** How PostgreSQL may be run when we are root. */
  readonly rootWays?: readonly RootWay[];
}

/**
 * Starts PostgreSQL 18 on a data folder, or takes over the server that a killed parent left running on it.
 *
 * @throws {EmbeddedPostgresError} with one line that says what to do.
 */
export async function startEmbeddedPostgres(
  { dataDir: path, durable = true, log = () => undefined }: EmbeddedPostgresOptions,
  { packageDir, rootWays }: EmbeddedPostgresInternals = {},
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
    const left = exists ? await livingServer(cluster, password) : undefined;
    if (left) {
      log(`adopted the PostgreSQL left running, pid ${left.pid}, port ${left.port}`);
      return hold(left, { password, pgCtl, lock, adopted: true });
    }
    if (await removeHalfDone(dataDir)) log('removed a half-made database');
    if (!exists) {
      log(`creating the database in ${cluster}`);
      await initialise({ initdb, account, dataDir, cluster, passwordFile, durable });
    }
    await give(cluster, account);
    const logFile = join(dataDir, 'postgres.log');
    const server = await launch({ postgres, pgCtl, account, cluster, logFile, durable });
    log(`PostgreSQL runs, pid ${server.pid}, port ${server.port}`);
    return hold(server, { password, pgCtl, lock, adopted: false });
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Holding {
  readonly password: string;
  readonly pgCtl: string;
  readonly lock: FolderLock;
  readonly adopted: boolean;
}

function hold(server: Server, { password, pgCtl, lock, adopted }: Holding): EmbeddedPostgres {
  // The last resort when the parent dies of an exception: nothing can be waited for any more.
  const onExit = () => {
    signal(server, 'SIGINT', pgCtl);
    lock.release();
  };
  process.once('exit', onExit);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    try {
      await stopServer(server, pgCtl);
    } finally {
      process.off('exit', onExit);
      lock.release();
    }
  };
  return {
    url: serverUrl(server.port, password),
    adopted,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
