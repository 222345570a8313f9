import { randomUUID } from 'node:crypto';
import { Pool, type PoolConfig } from 'pg';
import { tcpLine } from '../contract/line.ts';
import type { Subject } from '../contract/subject.ts';
import type { EventStore } from '../port.ts';
import type { EventOrder } from './order.ts';
import { type PostgresStoreOptions, postgresStore } from './postgres.store.ts';

/**
 * Schemas, pools and stores on a throw-away server, for specs alone.
 *
 * @param connectionString of a superuser.
 */
export function server(connectionString: string) {
  const clearing: (() => Promise<unknown>)[] = [];

  const pool = (config: PoolConfig = {}): Pool => {
    const made = new Pool({ connectionString, max: 4, ...config });
    made.on('error', () => undefined);
    clearing.unshift(() => made.end());
    return made;
  };

  const opened = async (options: PostgresStoreOptions): Promise<EventStore> => {
    const store = await postgresStore(options);
    clearing.unshift(() => store.close());
    return store;
  };

  const own = {
    pool,
    opened,

    /** The name of a schema nobody uses yet. */
    schema(admin: Pool): string {
      const schema = `log_${randomUUID().replaceAll('-', '')}`;
      clearing.unshift(() => admin.query(`drop schema if exists "${schema}" cascade`));
      return schema;
    },

    /** A log in an order, for the contract. */
    async subject(order: EventOrder): Promise<Subject> {
      const admin = pool({ max: 8 });
      const schema = own.schema(admin);
      const url = new URL(connectionString);
      const line = await tcpLine({ host: url.hostname, port: Number(url.port || 5432) });
      clearing.unshift(() => line.close());
      url.hostname = '127.0.0.1';
      url.port = String(line.port);
      const at = { schema, order, patienceMillis: 30_000 };
      return {
        store: await opened({ ...at, pool: pool({ connectionString: url.href }) }),
        line,
        another: () => opened({ ...at, pool: pool() }),
        delayed: async (stream) => {
          const client = await admin.connect();
          let open = true;
          clearing.unshift(async () => open && client.release(true));
          await client.query('begin');
          await client.query(appending(schema), oneEvent(stream, 0));
          const waitedFor = () => until(() => queues(admin, schema));
          return {
            // in the order of transactions others pass it
            waitedFor: order === 'sequencer' ? waitedFor : () => new Promise(() => undefined),
            commit: async () => {
              await client.query('commit');
              client.release();
              open = false;
            },
          };
        },
        cleanup: own.clear,
      };
    },

    /** Ends and drops all of it, the newest first. */
    async clear() {
      for (const clear of clearing.splice(0)) await clear();
    },
  };
  return own;
}

/** Appends one event as a process that writes to the schema does; its values are those of {@link oneEvent}. */
export const appending = (schema: string) => `select * from "${schema}".append($1, $2, $3, $4, $5, $6, $7, null)`;

export const oneEvent = (stream: string, revision: number): unknown[] => [
  ...[[true], [stream], [revision], [randomUUID()], ['Late'], ['{}'], ['{}']],
];

/** Asks the server until it says so. */
export async function until(question: () => Promise<boolean>): Promise<void> {
  while (!(await question()));
}

/** Whether a writer waits for the sequencer of this schema. */
export async function queues(admin: Pool, schema: string): Promise<boolean> {
  const waiting = await admin.query(
    `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like $1`,
    [`%"${schema}".append(%`],
  );
  return waiting.rowCount !== null && waiting.rowCount > 0;
}
