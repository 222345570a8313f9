import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../libs/runtime/src/embedded/embedded.postgres.ts';

/** What the setup leaves for the teardown; jest loads the two apart, so only the global object is common to them. */
export interface ThrowAway {
  readonly server: EmbeddedPostgres;
  readonly dataDir: string;
}

export const throwAwayKey = Symbol.for('jieli.test.postgres');

/** Starts a throw-away server for the whole run, unless JIELI_TEST_DATABASE_URL names one already. */
export default async function setup(): Promise<void> {
  if (process.env.JIELI_TEST_DATABASE_URL) return;
  const dataDir = await mkdtemp(join(tmpdir(), 'jieli-test-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  process.env.JIELI_TEST_DATABASE_URL = server.url;
  const throwAway: ThrowAway = { server, dataDir };
  Object.assign(globalThis, { [throwAwayKey]: throwAway });
}
