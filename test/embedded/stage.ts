import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  type EmbeddedPostgresInternals,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../libs/runtime/src/embedded/embedded.postgres.ts';
import { runningSince, until } from '../../libs/runtime/src/embedded/process.identity.ts';

const parentScript = join(import.meta.dirname, 'parent.ts');

/** Whether these specs run as root, for whom PostgreSQL goes other ways. */
export const asRoot = process.getuid?.() === 0;

/** Whether another account can reach the project's programs: not below somebody's closed home. */
export const othersReachUs = ((): boolean => {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
})();

/** The empty data folder of each test. */
export let dataDir: string;
let servers: EmbeddedPostgres[];
let parents: ChildProcess[];

/** Gives each test a data folder and leaves no process of it behind. */
export function eachInItsOwnFolder(): void {
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'jieli-embedded-'));
    servers = [];
    parents = [];
  });

  afterEach(async () => {
    for (const parent of parents) parent.kill('SIGKILL');
    for (const server of servers) await server.stop();
    const left = await serverPid().catch(() => undefined);
    // Only a server may be ended here: some tests write pid files of their own.
    if (left && left !== process.pid && runningSince(left)) {
      process.kill(left, 'SIGQUIT');
      await until(() => runningSince(left) === undefined, 10_000);
    }
    await rm(dataDir, { recursive: true, force: true });
  });
}

/** Starts a server that is stopped after the test; throw-away data in the test's own folder unless said otherwise. */
export async function start(
  internals: EmbeddedPostgresInternals = {},
  options: Partial<EmbeddedPostgresOptions> = {},
): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false, ...options }, internals);
  servers.push(server);
  return server;
}

export async function query(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  // A server that is stopped or killed ends its connections.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export async function serverPid(): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** A Jieli in a process of its own that has started the server. */
export async function startParent(ending = 'wait'): Promise<{ parent: ChildProcess; url: string; adopted: boolean }> {
  const parent = spawn(process.execPath, [parentScript, dataDir, ending], {
    detached: true, // a process group to itself, as in a terminal
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  parents.push(parent);
  const lines = createInterface({ input: parent.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(parent, 'exit').then(() => {
      throw new Error('the parent ended before its server ran');
    }),
  ]);
  return { parent, ...(JSON.parse(line) as { url: string; adopted: boolean }) };
}

export async function refusal(starting: Promise<unknown>): Promise<EmbeddedPostgresError> {
  const error = await starting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EmbeddedPostgresError)) throw new Error('was not refused as expected', { cause: error });
  expect(error.message).not.toContain('\n');
  expect(error.message).toMatch(/[一-龥].* \/ .*[a-z]/);
  return error;
}
