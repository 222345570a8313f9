import { Client, type ClientConfig } from 'pg';
import { backOff, rest } from '../bell.ts';
import type { StoreError } from '../port.ts';
import { failure } from './failure.ts';

export interface Listener {
  close(): Promise<void>;
}

/**
 * Tells of each NOTIFY of a channel and which server process it came from, over a connection of its own that it opens again when
 * it was lost. It also tells when it has just connected: what was notified before is not said again.
 */
export function listener(
  config: ClientConfig,
  channel: string,
  heard: (processId?: number) => void,
  trouble: (error: StoreError) => void,
): Listener {
  const stop = new AbortController();
  const running = run(stop.signal);
  return {
    close() {
      stop.abort();
      return running;
    },
  };

  async function run(signal: AbortSignal): Promise<void> {
    const pause = backOff();
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    while (!signal.aborted) {
      const client = new Client(config);
      const lost = new Promise<never>((_, reject) => {
        client.on('error', reject);
        client.on('end', () => reject(new Error('the listening connection has ended')));
      });
      client.on('notification', ({ processId }) => heard(processId));
      try {
        await Promise.race([subscribed(client), lost, stopped]);
        pause.reset();
        heard();
        await Promise.race([lost, stopped]);
      } catch (error) {
        trouble(failure(error));
        await rest(pause.next(), signal);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }

  async function subscribed(client: Client): Promise<void> {
    await client.connect();
    await client.query(`listen "${channel}"`);
  }
}
