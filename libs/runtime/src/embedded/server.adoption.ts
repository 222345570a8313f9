import { Client } from 'pg';
import { codeOf, EmbeddedPostgresError } from './embedded.error.ts';
import { commandLine, runningSince, until } from './process.identity.ts';
import { readPidFile, removePidFile, type Server } from './server.process.ts';

const answerDeadline = 60_000;
const wrongPassword = '28P01';

/** The superuser's connection string; the password is hexadecimal and needs no escape. */
export function serverUrl(port: number, password: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * The server that a killed parent left running on this folder, if it lives and answers to our password. One that is
 * just stopping is waited for; a pid file without its server is removed.
 */
export async function livingServer(cluster: string, password: string): Promise<Server | undefined> {
  let outcome: Server | 'none' | 'refused' | undefined;
  let refusal: unknown;
  await until(async () => {
    const file = readPidFile(cluster);
    const since = file && runningSince(file.pid);
    if (!file || since === undefined || !mayServe(file.pid, cluster)) {
      // PostgreSQL itself takes any living process of that number for a server, and refuses an empty file.
      removePidFile(cluster);
      outcome = 'none';
    } else if (file.ready) {
      refusal = await serves(file.port, password, cluster);
      if (refusal === undefined) outcome = { pid: file.pid, since, port: file.port };
      else if (codeOf(refusal) === wrongPassword) outcome = 'refused';
    }
    return outcome !== undefined;
  }, answerDeadline);
  if (outcome === 'none') return undefined;
  if (typeof outcome === 'object') return outcome;
  const pid = readPidFile(cluster)?.pid;
  throw new EmbeddedPostgresError(
    `数据目录 ${cluster} 上有一个无法接管的 PostgreSQL(进程 ${pid}),请先结束它:kill -INT ${pid}`,
    `A PostgreSQL that cannot be taken over runs on ${cluster} (pid ${pid}), end it first: kill -INT ${pid}`,
    refusal,
  );
}

/** Whether the process is a server on this folder, as far as the system tells. */
function mayServe(pid: number, cluster: string): boolean {
  const line = commandLine(pid);
  return line === undefined || (line.includes('postgres') && line.includes(cluster));
}

/** Why our folder does not answer there, undefined when it does. */
async function serves(port: number, password: string, cluster: string): Promise<unknown> {
  const client = new Client({ connectionString: serverUrl(port, password), connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const served = rows[0]?.data_directory ?? '';
    // PostgreSQL writes forward slashes on Windows.
    return served.replaceAll('\\', '/') === cluster.replaceAll('\\', '/') ? undefined : new Error(`serves ${served}`);
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
