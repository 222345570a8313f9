import { EmbeddedPostgresError } from '#runtime';
import { VaultError } from '#vault';
import { SetupError } from './config.ts';

/** Something that was started and can be ended. */
export interface Closable {
  close(): Promise<void>;
}

/**
 * Runs a program until it is told to stop (前台运行): SIGINT or SIGTERM ends what was started and exits with 0, a second signal
 * does not wait. What was set up wrongly is told in one line and exits with 1.
 */
export function runInForeground(start: () => Promise<Closable>, say: (line: string) => void): void {
  let ending = false;
  const started = start();
  const end = (signal: NodeJS.Signals) => {
    if (ending) process.exit(130);
    ending = true;
    say(`${signal}：正在停止。Stopping.`);
    started.then((program) => program.close()).then(() => process.exit(0), fail);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  started.catch(fail);
}

function fail(error: unknown): never {
  const known = error instanceof SetupError || error instanceof EmbeddedPostgresError || error instanceof VaultError;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${known ? message : stack}\n`);
  process.exit(1);
}
