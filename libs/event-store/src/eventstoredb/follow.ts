import { setImmediate } from 'node:timers/promises';
import {
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Position as LogPosition,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { backOff, rest } from '../bell.ts';
import { checkLimit } from '../envelope.ts';
import { type Follow, type Position, type StoredEvent, StoreError, type Subscription } from '../port.ts';
import { written } from './event.ts';
import { failure } from './failure.ts';
import { comparePositions, fromPosition } from './log.position.ts';
import { ofLog } from './log.request.ts';

/** What following needs of the engine. */
export interface Source {
  readonly client: EventStoreDBClient;
  readonly prefix: string;
  /** How long the server may take to confirm a subscription. */
  readonly timeoutMillis: number;
  checkEnd(after: Position | null): Promise<void>;
  /** Told each time a subscription broke off and will be made again. */
  trouble(error: StoreError): void;
}

/** Follows the log until it is closed, or until the handler or the log itself fails for good. */
export function follow(source: Source, options: Follow): Subscription {
  const stop = new AbortController();
  const closed = run(source, options, stop.signal);
  const settled = closed.catch(() => undefined); // nobody has to look at `closed`
  return {
    closed,
    close() {
      stop.abort();
      return settled;
    },
  };
}

/** The handler's own failure, so that it is not taken for one of the engine. */
class Thrown {
  constructor(readonly reason: unknown) {}
}

/**
 * One server-side subscription after another, each from the last event that was handled. A server that goes down in good order
 * just ends them, without an error; that is no reason to stop either.
 */
async function run(source: Source, { after, batch, handle }: Follow, signal: AbortSignal): Promise<void> {
  checkLimit(batch);
  const pause = backOff();
  let last = after;
  if (last !== null) fromPosition(last);
  const deliver = async (events: readonly StoredEvent[]) => {
    const fresh = events.filter(({ position }) => comparePositions(last, position) < 0);
    if (fresh.length === 0) return;
    try {
      await handle(fresh);
    } catch (reason) {
      throw new Thrown(reason);
    }
    last = fresh.at(-1)?.position ?? last;
    pause.reset();
  };
  while (!signal.aborted) {
    try {
      await source.checkEnd(last);
      await session(source, { from: last, batch, deliver, signal });
      if (signal.aborted) return;
      source.trouble(new StoreError('unavailable', 'EventStoreDB: the server ended the subscription'));
    } catch (error) {
      if (error instanceof Thrown) throw error.reason;
      const reason = failure(error);
      if (reason.code !== 'unavailable') throw reason;
      if (signal.aborted) return;
      source.trouble(reason);
    }
    await rest(pause.next(), signal);
  }
}

interface Session {
  readonly from: Position | null;
  readonly batch: number;
  readonly deliver: (events: readonly StoredEvent[]) => Promise<void>;
  readonly signal: AbortSignal;
}

/** One subscription: settles when it was ended by us or by the server, rejects when it broke. */
async function session(source: Source, { from, batch, deliver, signal }: Session): Promise<void> {
  const subscription = subscribe(source, from === null ? START : fromPosition(from), batch);
  const state = watch(subscription, source.timeoutMillis, signal);
  try {
    while (!signal.aborted) {
      const events = take(subscription, batch, source.prefix);
      if (events.length > 0) await deliver(events);
      else if (state.over()) return;
      else await state.change();
    }
  } finally {
    state.leave();
    subscription.unsubscribe().catch(() => undefined);
  }
}

/** The server leaves out its own streams and those of others; how often it tells how far it has looked is of no use here. */
function subscribe({ client, prefix }: Source, fromPosition: LogPosition | typeof START, batch: number) {
  const checkpointInterval = 1_000;
  const filter = streamNameFilter({ regex: ofLog(prefix), checkpointInterval });
  const buffer = { highWaterMark: Math.min(Math.max(batch, 16), 1_024) };
  return client.subscribeToAll({ fromPosition, filter, requiresLeader: true }, buffer);
}

/** What has arrived by now, at most a batch; the rest stays with the stream, and past its buffer with the server. */
function take(subscription: AllStreamSubscription, batch: number, prefix: string): readonly StoredEvent[] {
  const events: StoredEvent[] = [];
  while (events.length < batch) {
    const resolved = subscription.read();
    if (resolved === null) break;
    events.push(written(resolved, prefix).event);
  }
  return events;
}

/** Hears everything that a subscription says. */
function watch(subscription: AllStreamSubscription, timeoutMillis: number, signal: AbortSignal) {
  let over = false;
  let broken: unknown;
  let wake = Promise.withResolvers<void>();
  const news = () => wake.resolve();
  const end = (error?: unknown) => {
    over = true;
    broken ??= error;
    news();
  };
  const silent = () => end(new StoreError('unavailable', 'EventStoreDB: a subscription was not confirmed in time'));
  const timer = setTimeout(silent, timeoutMillis);
  subscription.on('readable', news);
  subscription.on('confirmation', () => clearTimeout(timer));
  subscription.on('end', () => end());
  subscription.on('close', () => end());
  subscription.on('error', end);
  signal.addEventListener('abort', news);
  return {
    /** Whether no more will come. @throws what broke it. */
    over() {
      if (broken !== undefined) throw broken;
      return over;
    },
    /** Settles when there is something to look at. */
    async change() {
      await wake.promise;
      await setImmediate(); // what came with the same packet shares the batch
      wake = Promise.withResolvers();
    },
    leave() {
      clearTimeout(timer);
      signal.removeEventListener('abort', news);
    },
  };
}
