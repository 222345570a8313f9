import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../libs/runtime/src/embedded/embedded.postgres.ts';
import { projectRoot } from '../libs/runtime/src/project.root.ts';

/** What the setup leaves for the teardown; jest loads the two apart, so only the global object is common to them. */
export interface ThrowAway {
  readonly server: EmbeddedPostgres;
  readonly dataDir: string;
}

export const throwAwayKey = Symbol.for('jieli.test.postgres');

/** Once for the whole run: the programs that specs start are bundled, and a database server stands ready. */
export default async function setup(): Promise<void> {
  await Promise.all([bundle(), serve()]);
}

/** Specs run side by side: none of them may bundle anew what another one is just starting. */
async function bundle(): Promise<void> {
  const programs = ['api', 'jieli', 'worker', 'exchange'];
  await promisify(execFile)(process.execPath, ['build.js', ...programs], { cwd: projectRoot });
}

/** Starts a throw-away server, unless JIELI_TEST_DATABASE_URL names one already. */
async function serve(): Promise<void> {
  if (process.env.JIELI_TEST_DATABASE_URL) return;
  const dataDir = await mkdtemp(join(tmpdir(), 'jieli-test-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  process.env.JIELI_TEST_DATABASE_URL = server.url;
  const throwAway: ThrowAway = { server, dataDir };
  Object.assign(globalThis, { [throwAwayKey]: throwAway });
}
