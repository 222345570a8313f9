import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from './account.ts';
import { notRunnable, serverEnvironment } from './cluster.folder.ts';
import { EmbeddedPostgresError, folderError } from './embedded.error.ts';
import { ended, runningSince, until } from './process.identity.ts';

/** A running PostgreSQL server. */
export interface Server {
  readonly pid: number;
  /** Tells this process from a later one of the same number. */
  readonly since: string;
  readonly port: number;
}

/** What a server writes about itself into its data folder. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

export interface Launch {
  readonly postgres: string;
  readonly pgCtl: string;
  readonly account: Account;
  readonly cluster: string;
  readonly logFile: string;
  readonly durable: boolean;
}

const startDeadline = 300_000; // the recovery after a crash reads up to a gigabyte of log
const relaunchDeadline = 60_000;
const relaunchPause = 250;
const fastDeadline = 30_000;
const quitDeadline = 10_000;
const longestLog = 10 * 1024 * 1024;

/** Megabytes of its pages that the server keeps in memory: an eighth of the machine's, from 128 to 1,024. Taken as they are used. */
function pagesKept(memory: number): number {
  return Math.round(Math.min(1024, Math.max(128, memory / 8 / 2 ** 20)));
}

/** Settings for one small machine, given on the command line so that they follow the program and not the data. */
function settings(port: number, durable: boolean): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: `${pagesKept(totalmem())}MB`,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    synchronous_commit: 'on',
    // No data in the log: neither statements, nor parameters, nor the values that the messages and details of errors
    // quote. Whoever caused an error is told of it; the log keeps what concerns the server itself.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Starts the server on a free port of 127.0.0.1 and waits until it is ready. */
export async function launch(options: Launch): Promise<Server> {
  const log = openLog(options.logFile);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const from = statSync(options.logFile).size;
      const outcome = await launchOnce(options, await freePort(), log);
      if (typeof outcome !== 'string') return outcome;
      const lines = readFileSync(options.logFile).subarray(from).toString().trim().split('\n');
      // Somebody may have taken the port between our asking for it and the server's opening it.
      if (attempt < 3 && lines.some((line) => line.includes('could not bind'))) continue;
      throw startFailure(lines, outcome, options.logFile);
    }
  } finally {
    closeSync(log);
  }
}

/**
 * Starts a server again that died by itself, on its own port, so that whoever knows its address finds it again. The pid file is left to
 * PostgreSQL: it refuses to start while a process of the dead server still holds the data, and is asked again then.
 *
 * @throws EmbeddedPostgresError when it does not start in time.
 */
export async function relaunch(options: Launch, port: number, milliseconds = relaunchDeadline): Promise<Server> {
  const log = openLog(options.logFile);
  try {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const from = statSync(options.logFile).size;
      const outcome = await launchOnce(options, port, log);
      if (typeof outcome !== 'string') return outcome;
      if (Date.now() > deadline) {
        const lines = readFileSync(options.logFile).subarray(from).toString().trim().split('\n');
        throw startFailure(lines, outcome, options.logFile);
      }
      await pause(relaunchPause);
    }
  } finally {
    closeSync(log);
  }
}

/** Stops the server: fast, then, if it has not ended in time, at once without a checkpoint. */
export async function stopServer(server: Server, pgCtl: string): Promise<void> {
  const { pid, since } = server;
  if (runningSince(pid) !== since) return;
  signal(server, 'SIGINT', pgCtl);
  if (await ended(pid, since, fastDeadline)) return;
  signal(server, 'SIGQUIT', pgCtl);
  if (await ended(pid, since, quitDeadline)) return;
  throw new EmbeddedPostgresError(
    `PostgreSQL(进程 ${pid})没有停止,请手动结束它:kill -QUIT ${pid}`,
    `PostgreSQL (pid ${pid}) did not stop, end it by hand: kill -QUIT ${pid}`,
  );
}

/** Sends the signal if the server still runs, without waiting. */
export function signal({ pid, since }: Server, name: 'SIGINT' | 'SIGQUIT', pgCtl: string): void {
  if (runningSince(pid) !== since) return;
  try {
    // Windows has no signals: Node would simply terminate the process. PostgreSQL brings its own.
    if (process.platform === 'win32') execFileSync(pgCtl, ['kill', name.slice(3), String(pid)], { windowsHide: true });
    else process.kill(pid, name);
  } catch {
    // ended between the two lines above
  }
}

/** Reads the pid file that the server keeps in its data folder; undefined when there is none or only a torn one. */
export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 ? { pid, port, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch {
    return undefined;
  }
}

export function removePidFile(cluster: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function openLog(path: string): number {
  try {
    const log = openSync(path, 'a', 0o600);
    if (statSync(path).size > longestLog) truncateSync(path);
    return log;
  } catch (cause) {
    throw folderError(path, cause);
  }
}

/** The server when ready, or how it ended. */
async function launchOnce(options: Launch, port: number, log: number): Promise<Server | string> {
  const { postgres, pgCtl, account, cluster, durable } = options;
  const [program = postgres, ...rest] = [...account.prefix, postgres, '-D', cluster, ...settings(port, durable)];
  const child = spawn(program, rest, {
    ...account.ids,
    cwd: '/',
    env: serverEnvironment(),
    // A group of its own: Ctrl-C in the terminal must not stop it before our connections are closed.
    detached: true,
    // A file and no pipe: the server must be able to log when we have been killed.
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  let end: string | undefined;
  let broken: unknown;
  child.on('error', (cause) => {
    broken = cause;
  });
  child.on('exit', (code, signalName) => {
    end = String(signalName ?? code);
  });
  child.unref();
  const isReady = () => {
    const file = readPidFile(cluster);
    return file?.ready === true && file.pid === child.pid && file.port === port;
  };
  const settled = await until(() => broken !== undefined || end !== undefined || isReady(), startDeadline);
  if (broken !== undefined || child.pid === undefined) throw notRunnable(postgres, broken);
  if (end !== undefined) return end;
  const since = runningSince(child.pid);
  if (since === undefined) return 'exit';
  const server = { pid: child.pid, since, port };
  if (settled) return server;
  signal(server, 'SIGINT', pgCtl);
  return 'time-out';
}

function startFailure(lines: readonly string[], end: string, logFile: string): EmbeddedPostgresError {
  const line = lines.findLast((text) => /FATAL|PANIC|error/.test(text)) ?? lines.findLast((text) => text.trim());
  const why = line?.replace(/^.*?\b(FATAL|PANIC|LOG):\s+/, '') ?? end;
  return new EmbeddedPostgresError(
    `PostgreSQL 启动失败:${why}。详见 ${logFile}`,
    `PostgreSQL did not start: ${why}. See ${logFile}`,
    new Error(lines.join('\n') || `postgres ended with ${end}`),
  );
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', (cause) => {
      fail(
        new EmbeddedPostgresError(
          '在 127.0.0.1 上找不到可用端口,请检查回环网络设置',
          'No port can be opened on 127.0.0.1: check the loopback network',
          cause,
        ),
      );
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
