import pg, { type ClientConfig } from 'pg';
import type { PersonalCategory } from '#case';
import type { Forget } from '../data.keys.ts';

/** The channel on which the database says whose data key was dropped or sealed away. */
export const KEY_CHANNEL = 'jieli_data_keys';

const RETRY = 500;

/** What other processes do to data keys, as the database tells it. */
export interface KeyNotices {
  onDrop(forget: Forget): void;
  /** False while the connection is away: what is said then is missed. */
  hears(): boolean;
  close(): Promise<void>;
}

/** Listens on a connection of its own. When it is lost all keys are forgotten, and nothing is kept until it is back. */
export async function keyNotices(config: ClientConfig, trouble: (error: Error) => void): Promise<KeyNotices> {
  const told: Forget[] = [];
  let listening: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const open = async () => {
    const client = new pg.Client({ ...config, keepAlive: true });
    const lost = () => {
      if (listening === client) listening = undefined;
      for (const forget of told) forget();
      clearTimeout(timer);
      if (!closed) timer = setTimeout(() => open().catch(trouble), RETRY);
      timer?.unref();
    };
    client.on('error', () => undefined);
    client.on('notification', ({ payload = '' }) => {
      const [childId, category] = payload.split(' ');
      for (const forget of told) forget(childId, category as PersonalCategory | undefined);
    });
    try {
      await client.connect();
      await client.query(`listen ${KEY_CHANNEL}`);
      client.once('end', lost);
      for (const forget of told) forget(); // what was said before is unknown here
      listening = client;
    } catch (error) {
      trouble(error instanceof Error ? error : new Error(String(error)));
      await client.end().catch(() => undefined);
      lost();
    }
  };
  await open();

  return {
    onDrop: (forget) => told.push(forget),
    hears: () => listening !== undefined,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await listening?.end().catch(() => undefined);
    },
  };
}
