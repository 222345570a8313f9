import { randomUUID } from 'node:crypto';
import { Pool, type PoolConfig } from 'pg';
import { gate } from '../contract/sample.ts';
import type { EventStore } from '../port.ts';
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

  return {
    pool,
    opened,

    /** The name of a schema nobody uses yet. */
    schema(admin: Pool): string {
      const schema = `log_${randomUUID().replaceAll('-', '')}`;
      clearing.unshift(() => admin.query(`drop schema if exists "${schema}" cascade`));
      return schema;
    },

    /** A store on a database of its own that can leave and come back; `down` settles after the third trouble. */
    async unsteady() {
      const name = `jieli_${randomUUID().replaceAll('-', '')}`;
      const admin = pool();
      await admin.query(`create database "${name}"`);
      clearing.unshift(() => admin.query(`drop database "${name}" with (force)`));
      const url = new URL(connectionString);
      url.pathname = `/${name}`;
      const thrice = gate();
      let troubles = 0;
      const onTrouble = () => {
        troubles += 1;
        if (troubles === 3) thrice.open();
      };
      return {
        store: await opened({ pool: pool({ connectionString: url.href }), onTrouble }),
        down: thrice.opened,
        async leave() {
          await admin.query(`alter database "${name}" with allow_connections false`);
          await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
        },
        comeBack: () => admin.query(`alter database "${name}" with allow_connections true`),
      };
    },

    /** Ends and drops all of it, the newest first. */
    async clear() {
      for (const clear of clearing.splice(0)) await clear();
    },
  };
}

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
