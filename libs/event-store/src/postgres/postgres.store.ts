import type { ClientBase, ClientConfig, Pool } from 'pg';
import { bell } from '../bell.ts';
import { checkedClaim, checkedGift, checkLimit, checkRead, enclose } from '../envelope.ts';
import { type EventStore, StoreError } from '../port.ts';
import { fromPosition } from '../position.ts';
import { refused, subscriptions } from '../subscription.ts';
import { type Answer, type Append, committer, giveClaims } from './append.ts';
import { hearErrors, processIdOf } from './connection.ts';
import { groupCommit } from './group.ts';
import { horizonReader } from './horizon.read.ts';
import { type Listener, listener } from './listener.ts';
import { migrate } from './migrations.ts';
import { notifier } from './notifier.ts';
import { type EventOrder, orderOf } from './order.ts';
import { sequencerReader } from './read.ts';
import { Recent } from './recent.ts';

export interface PostgresStoreOptions {
  /**
   * Lends connections for appending (two where many wait, one of them kept until its turn: stores that share a pool want
   * that many each) and reading; the caller made it, and ends it after the store is closed.
   * Its `connectionTimeoutMillis` and `query_timeout` bound how long an append or a read may wait for the server.
   */
  readonly pool: Pool;
  /**
   * How the store's own LISTEN connection reaches the database: by default like the pool's. `false` opens none, for a
   * transaction pooler in between: then events of other processes are seen by the poll.
   */
  readonly listen?: string | ClientConfig | false;
  /** The schema of the log, by default `log`; also the name of its NOTIFY channel. */
  readonly schema?: string;
  /** How the one order comes about; a log that holds events keeps its own. Unless told: that, or `sequencer` for a new log. */
  readonly order?: EventOrder;
  /** How long a read in `horizon` order waits for what was acknowledged and has no place in it yet; 5,000 ms unless told. */
  readonly patienceMillis?: number;
  /** Told whenever a follower or the LISTEN connection lost the database and will try again. */
  readonly onTrouble?: (error: StoreError) => void;
  /** Told of each commit how many appends shared it. */
  readonly onBatch?: (appends: number) => void;
}

/** Milliseconds after which a follower looks by itself, should a NOTIFY be lost. */
const POLL = 250;

/**
 * The PostgreSQL engine, on a schema that it brings up to date first; its order is over all processes that write to the schema.
 *
 * @throws StoreError `unavailable` when the database cannot be reached; `invalid` when its schema is newer than this program, or
 *   the log is in another order than is asked for.
 */
export async function postgresStore(options: PostgresStoreOptions): Promise<EventStore> {
  const { pool, schema = 'log', onTrouble = () => undefined } = options;
  hearErrors(pool);
  await migrate(pool, schema);
  const horizon = (await orderOf(pool, schema, options.order)) === 'horizon';
  const grown = bell();
  const read = horizon ? horizonReader(pool, schema, options.patienceMillis) : sequencerReader(pool, schema);
  const recent = new Recent();
  /** Server processes behind our own connections: what they notify of, we know already. */
  const ours = new Set<number>();
  const left = (client: ClientBase) => ours.delete(processIdOf(client));
  pool.on('remove', left);
  const elsewhere = () => {
    recent.forget();
    grown.ring();
  };
  const followers = subscriptions({
    page: async (after, limit) =>
      (horizon ? undefined : recent.after(fromPosition(after), limit)) ?? read.look(after, limit),
    pending: read.pending,
    bell: grown,
    poll: POLL,
    trouble: (error) => {
      recent.forget();
      onTrouble(error);
    },
  });
  const sending = (processId: number) => void ours.add(processId);
  const commit = committer(pool, schema, {
    sending,
    committed: (append) => followed && !horizon && recent.add(append),
  });
  const others = notifier(pool, schema, { sending, trouble: onTrouble });
  const appends = groupCommit<Append, Exclude<Answer, StoreError>>(async (batch, before) => {
    try {
      const answers = await commit(batch, before);
      grown.ring();
      if (horizon) others.ring();
      options.onBatch?.(batch.length);
      return answers;
    } catch (error) {
      elsewhere(); // it may have been written all the same
      throw error;
    }
  });
  const heard = (processId?: number) => {
    if (processId === undefined || !ours.has(processId)) elsewhere();
  };
  const listenTo = options.listen === undefined ? pool.options : options.listen;
  let listening: Listener | undefined;
  let closed = false;
  let followed = false;

  const open = () => {
    if (closed) throw new StoreError('closed', 'the store is closed');
  };

  return {
    async append(stream, expected, events, claim) {
      open();
      const claimed = claim === undefined ? undefined : checkedClaim(claim);
      return appends.add({ stream, expected, events: enclose(stream, expected, events), claim: claimed });
    },
    async claimant(claim) {
      open();
      return read.claimant(checkedClaim(claim));
    },
    async claims(after, limit) {
      open();
      checkLimit(limit);
      return read.claims(after, limit);
    },
    async claim(claims) {
      open();
      await giveClaims(pool, schema, claims.map(checkedGift));
    },
    async read(stream, from = 0) {
      open();
      checkRead(stream, from);
      return read.stream(stream, from);
    },
    async readMany(streams) {
      open();
      for (const stream of streams) checkRead(stream, 0);
      return read.streams(streams);
    },
    async readAll(page) {
      open();
      checkLimit(page.limit);
      return read.page(page);
    },
    async opened(page) {
      open();
      checkLimit(page.limit);
      return read.opened(page);
    },
    async at(position) {
      open();
      return read.at(position);
    },
    follow(follow) {
      if (closed) return refused(new StoreError('closed', 'the store is closed'));
      followed = true;
      if (listenTo !== false) listening ??= listener(clientConfig(listenTo), schema, heard, onTrouble);
      return followers.follow(follow);
    },
    async head() {
      open();
      return read.head();
    },
    async behind(after, atMost) {
      open();
      checkLimit(atMost);
      return read.behind(after, atMost);
    },
    compare: read.compare,
    async close() {
      closed = true;
      await Promise.all([followers.close(), listening?.close(), appends.idle()]);
      await others.idle();
      pool.off('remove', left);
    },
  };
}

/** A connection that dies without a word is found out by keep-alive; one that cannot be made is given up after a while. */
function clientConfig(listen: string | ClientConfig): ClientConfig {
  const config = typeof listen === 'string' ? { connectionString: listen } : listen;
  return {
    connectionTimeoutMillis: 10_000,
    ...config,
    password: config.password, // a pool hides its own from copying
    keepAlive: true,
  };
}
