import type { Pool } from 'pg';
import type { StoreError } from '../port.ts';
import { connected, processIdOf } from './connection.ts';
import { failure } from './failure.ts';

/** Tells the other processes that the log has grown, apart from the commits that made it grow. */
export interface Notifier {
  /** What is rung while a NOTIFY is on its way is told by one more. */
  ring(): void;
  /** Settles when nothing is on its way; never rejects: who missed it looks by itself. */
  idle(): Promise<void>;
}

export function notifier(
  pool: Pool,
  channel: string,
  told: { sending(processId: number): void; trouble(error: StoreError): void },
): Notifier {
  let again = false;
  let running: Promise<void> | undefined;
  const run = async () => {
    while (again) {
      again = false;
      await connected(pool, async (client) => {
        told.sending(processIdOf(client));
        await client.query('select pg_notify($1, $2)', [channel, '']);
      }).catch((error) => told.trouble(failure(error)));
    }
    running = undefined;
  };
  return {
    ring() {
      again = true;
      running ??= run();
    },
    async idle() {
      await running;
    },
  };
}
