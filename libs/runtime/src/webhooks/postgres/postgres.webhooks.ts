import type { Pool } from 'pg';
import { type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Position } from '#event-store';
import { transaction } from '../../views/postgres/transaction.ts';
import type { Delivery, ParkedDelivery, WebhookSubscription } from '../subscription.ts';
import type { WebhookStore } from '../webhook.store.ts';

export interface PostgresWebhooksOptions {
  readonly pool: Pool;
  readonly trouble: (error: Error) => void;
  /** How often a delivery is tried again before it is parked; 9 unless told: with the pauses below, four to nine hours. */
  readonly retries?: number;
  /** Seconds before it is tried again for the first time, at least, and less than twice as many; doubled each time up to six hours. 30 unless told. */
  readonly pause?: number;
}

const QUEUE = 'webhooks';
const SCHEMA = 'webhook_queue';
const RETRIES = 9;
const PAUSE = 30;
const LONGEST_PAUSE = 6 * 3_600;
/** A slow receiver holds up its batch and no other. */
const WORKERS = 4;
const AT_ONCE = 16;
const POLL = 0.5;
const DAY = 86_400;
/** What was parked may be replayed for so long; what was delivered is forgotten with it. */
const KEPT_DAYS = 90;

const TABLES = `
create schema if not exists webhook;
create table if not exists webhook.subscription (
  id text primary key, agency text not null, url text not null, keys jsonb not null, since text not null);
`;

type Queued = Pick<Delivery, 'id' | 'subscription' | 'owner' | 'body'>;

/**
 * Subscriptions and deliveries in PostgreSQL. pg-boss keeps the queue: first in, first out for each subscription and owner; what
 * has failed for good stays where it is and holds back those behind it. It is not started before there is a subscription.
 */
export async function postgresWebhooks(options: PostgresWebhooksOptions): Promise<WebhookStore> {
  const { pool, trouble, retries = RETRIES, pause = PAUSE } = options;
  await pool.query(TABLES);
  const db = { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) };
  let started: Promise<PgBoss> | undefined;

  const start = async () => {
    const boss = new PgBoss({ db, schema: SCHEMA, schedule: false });
    boss.on('error', trouble);
    await boss.start();
    const settings = {
      retryLimit: retries,
      retryDelay: pause,
      retryBackoff: pause > 0,
      ...(pause > 0 ? { retryDelayMax: LONGEST_PAUSE } : {}),
      expireInSeconds: 60,
      retentionSeconds: KEPT_DAYS * DAY,
      deleteAfterSeconds: KEPT_DAYS * DAY,
    };
    await boss.createQueue(QUEUE, { policy: 'key_strict_fifo', ...settings });
    await boss.updateQueue(QUEUE, settings);
    return boss;
  };
  const running = () => {
    started ??= start();
    return started;
  };

  /** What a process was sending when it died: nobody else sends, so that try has failed; it is never parked for it. */
  const takeUpAgain = async (boss: PgBoss) => {
    const { rows } = await pool.query<{ id: string }>(
      `select id from ${SCHEMA}.job where name = $1 and state = 'active'`,
      [QUEUE],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return;
    await boss.fail(QUEUE, ids, { message: 'the process that sent it ended' });
    await boss.retry(QUEUE, ids);
  };

  /** Before the first subscription there is no queue to look into. */
  const hasQueue = async () =>
    (await pool.query('select from pg_namespace where nspname = $1', [SCHEMA])).rowCount === 1;

  const failed = async () => {
    if (!(await hasQueue())) return [];
    const { rows } = await pool.query<{ id: string; data: Queued; retry_count: number; output: unknown }>(
      `select id, data, retry_count, output from ${SCHEMA}.job where name = $1 and state = 'failed' order by created_on, id`,
      [QUEUE],
    );
    return rows;
  };

  return {
    subscriptions: async () => {
      const { rows } = await pool.query<WebhookSubscription>(
        'select id, agency, url, keys, since from webhook.subscription order by since, id',
      );
      return rows;
    },
    save: async ({ id, agency, url, keys, since }) => {
      await pool.query(
        `insert into webhook.subscription values ($1, $2, $3, $4, $5)
         on conflict (id) do update set url = excluded.url, keys = excluded.keys`,
        [id, agency, url, JSON.stringify(keys), since],
      );
    },
    remove: async (id) => void (await pool.query('delete from webhook.subscription where id = $1', [id])),
    checkpoint: async () => {
      const { rows } = await pool.query<{ position: Position | null }>(
        `select position from runtime.checkpoint where name = 'webhooks'`,
      );
      return rows[0]?.position ?? null;
    },
    record: async (deliveries, position) => {
      const boss = await running();
      await transaction(pool, async (client) => {
        const within = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
        const jobs = deliveries.map((delivery) => ({
          id: jobId(delivery),
          data: queued(delivery),
          singletonKey: line(delivery),
        }));
        if (jobs.length > 0) await boss.insert(QUEUE, jobs, { db: within });
        await client.query(
          `insert into runtime.checkpoint values ('webhooks', $1)
           on conflict (name) do update set position = excluded.position`,
          [position],
        );
      });
    },
    work: async (handle) => {
      const boss = await running();
      await takeUpAgain(boss);
      const settings = {
        includeMetadata: true,
        perJobResults: true,
        localConcurrency: WORKERS,
        batchSize: AT_ONCE,
        burstWhenBatchFull: true,
        pollingIntervalSeconds: POLL,
      } as const;
      const one = async ({ id, data, retryCount, retryLimit }: JobWithMetadata<Queued>): Promise<JobResult> => {
        try {
          await handle({ ...data, order: 0 }, retryCount >= retryLimit);
          return { id, status: 'completed' };
        } catch (error) {
          return { id, status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } };
        }
      };
      // no two of a batch are of one line: the order is kept
      await boss.work(QUEUE, settings, (jobs: JobWithMetadata<Queued>[]) => Promise.all(jobs.map(one)));
      return { close: () => boss.offWork(QUEUE) };
    },
    waiting: async () => {
      if (!(await hasQueue())) return 0;
      const { rows } = await pool.query<{ many: number }>(
        `select count(*)::int as many from ${SCHEMA}.job where name = $1 and state in ('created', 'retry', 'active')`,
        [QUEUE],
      );
      return rows[0]?.many ?? 0;
    },
    parked: async () =>
      (await failed()).map(({ data, retry_count, output }): ParkedDelivery => {
        const { id, subscription, owner } = data;
        return { id, subscription, owner, attempts: retry_count + 1, error: said(output) };
      }),
    replay: async (ids) => {
      const parked = (await failed()).filter(({ data }) => ids === undefined || ids.includes(data.id));
      if (parked.length > 0) {
        const boss = await running();
        await boss.retry(
          QUEUE,
          parked.map(({ id }) => id),
        );
      }
      return parked.length;
    },
    close: async () => {
      const boss = await started?.catch(() => undefined);
      await boss?.stop({ close: false, graceful: false }); // whoever works has been waited for
    },
  };
}

/** Whose deliveries go one after the other. */
function line({ subscription, owner }: Delivery): string {
  return `${subscription} ${owner}`;
}

function queued({ id, subscription, owner, body }: Delivery): Queued {
  return { id, subscription, owner, body };
}

/**
 * The delivery's own id, led by its place in the line: jobs that come in one transaction have one time, and pg-boss orders them
 * by id then. It stays here, since it says how much has happened to the case.
 */
function jobId({ id, order }: Delivery): string {
  const place = order.toString(16).padStart(12, '0').slice(-12);
  return `${place.slice(0, 8)}-${place.slice(8)}-8${id.slice(15)}`;
}

function said(output: unknown): string {
  const { message } = (output ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : 'no reason known';
}
