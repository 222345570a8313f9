import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '#runtime';
import { runningSince, until } from '../../libs/runtime/src/embedded/process.identity.ts';
import { serverUrl } from '../../libs/runtime/src/embedded/server.adoption.ts';

/** How a process of ours ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `jieli` to its end. */
export function jieli(...args: readonly string[]): Promise<Ended> {
  return jieliWith({}, ...args);
}

/** Runs `jieli` with these settings to its end. */
export function jieliWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  return startJieli(env, ...args).ended;
}

/** Starts `jieli`, to be killed or waited for. */
export function startJieli(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const options = { cwd: projectRoot, env: { ...bareEnvironment(), ...env } };
  const child = spawn(process.execPath, ['dist/jieli.js', ...args], options);
  return { child, ended: ending(child) };
}

/** Ends the PostgreSQL that a killed server left to the next one, when none follows. */
export async function endPostgres(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (runningSince(pid)) process.kill(pid, 'SIGQUIT');
  await until(() => runningSince(pid) === undefined, 20_000);
}

/** A port that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** The built server as a process of its own. */
export class ServerProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<Ended>;
  private said = '';

  constructor(
    readonly dataDir: string,
    readonly port: number | string,
    env: Readonly<Record<string, string>> = {},
  ) {
    this.child = spawn(process.execPath, ['dist/api.js'], {
      cwd: projectRoot,
      env: { ...bareEnvironment(), JIELI_DATA: dataDir, PORT: String(port), ...env },
    });
    this.child.stdout?.on('data', (chunk) => {
      this.said += String(chunk);
    });
    this.ended = ending(this.child);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything it has printed. */
  get printed(): string {
    return this.said;
  }

  /** Waits until it has printed this; an end before that is an error. */
  async prints(text: string): Promise<void> {
    while (!this.said.includes(text)) {
      const ended = await Promise.race([this.ended, once(this.child.stdout ?? this.child, 'data')]);
      if ('code' in ended && !this.said.includes(text)) throw new Error(`it ended: ${JSON.stringify(ended)}`);
    }
  }

  ready(): Promise<void> {
    return this.prints('/health/ready');
  }

  kill(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }

  end(): Promise<Ended> {
    return this.ended;
  }

  /** The process number of its PostgreSQL. */
  postgres(): number {
    return Number(this.postmaster()[0]);
  }

  /** Asks its PostgreSQL, which must run. */
  async query<R extends pg.QueryResultRow>(sql: string): Promise<R[]> {
    const password = readFileSync(join(this.dataDir, 'postgres.password'), 'utf8').trim();
    const client = new pg.Client({ connectionString: serverUrl(Number(this.postmaster()[3]), password) });
    await client.connect();
    return client
      .query<R>(sql)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  }

  private postmaster(): readonly string[] {
    return readFileSync(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  }
}

/** What the tests' own environment says must not reach the program. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return { PATH, HOME, LANG, TMPDIR, JIELI_RATE: '1000000' };
}

async function ending(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
