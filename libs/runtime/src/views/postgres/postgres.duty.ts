import pg, { type ClientConfig } from 'pg';
import type { Position } from '#event-store';
import type { Duty, Lease } from '../../duty.ts';
import type { ChangedRow } from '../shown.ts';

/** The channel on which the process on duty says how far the views have come. */
export const SHOWN_CHANNEL = 'jieli_shown';

const LOCK = `hashtext('jieli duty')`;
const RETRY = 500;

/** What is said on the channel. Long lists of rows are split over several. */
export interface ShownNotice {
  readonly to: Position | null;
  readonly rows: readonly (readonly [desk: string, agency: string, caseId: string, review?: string])[];
}

/** Duty by a session advisory lock: it ends with the connection, so a killed process never keeps it. */
export function postgresDuty(config: ClientConfig, trouble: (error: Error) => void): Duty {
  return {
    take: async () => {
      const client = new pg.Client({ ...config, keepAlive: true });
      const lost = new Promise<void>((resolve) => {
        client.on('error', () => resolve());
        client.on('end', () => resolve());
      });
      const end = () => client.end().catch(() => undefined);
      try {
        await client.connect();
        const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${LOCK}) as got`);
        if (rows[0]?.got) return { lost, release: async () => void (await end()) } satisfies Lease;
      } catch (error) {
        await end();
        throw error;
      }
      await end();
      return null;
    },
    watch: async (tell) => {
      let closed = false;
      let client: pg.Client | undefined;
      let timer: NodeJS.Timeout | undefined;
      const open = async () => {
        const next = new pg.Client({ ...config, keepAlive: true });
        client = next;
        const again = () => {
          if (closed || client !== next) return;
          client = undefined;
          timer = setTimeout(() => open().catch(trouble), RETRY);
          timer.unref();
        };
        next.on('error', again);
        next.on('end', again);
        next.on('notification', ({ payload = '' }) => {
          const { to, rows } = JSON.parse(payload) as ShownNotice;
          tell(
            to,
            rows.map(([desk, agency, caseId, review]): ChangedRow => {
              return { desk, agency, caseId, ...(review === undefined ? {} : { review }) };
            }),
          );
        });
        try {
          await next.connect();
          await next.query(`listen ${SHOWN_CHANNEL}`);
        } catch (error) {
          trouble(error instanceof Error ? error : new Error(String(error)));
          await next.end().catch(() => undefined);
          again();
        }
      };
      await open();
      return async () => {
        closed = true;
        clearTimeout(timer);
        await client?.end().catch(() => undefined);
      };
    },
  };
}
