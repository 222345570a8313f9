import { rm } from 'node:fs/promises';
import { type ThrowAway, throwAwayKey } from './whole.setup.ts';

/** Stops and removes the throw-away server of the setup, if it started one. */
export default async function teardown(): Promise<void> {
  const throwAway: ThrowAway | undefined = Reflect.get(globalThis, throwAwayKey);
  if (!throwAway) return;
  await throwAway.server.stop();
  await rm(throwAway.dataDir, { recursive: true, force: true });
}
