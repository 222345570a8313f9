import { type Bell, backOff, rest } from './bell.ts';
import { checkLimit } from './envelope.ts';
import { type Follow, type StoredEvent, StoreError, type Subscription } from './port.ts';
import { fromPosition } from './position.ts';

/** What following needs of an engine that numbers its events. */
export interface Source {
  /** The events after a number, in order and without a gap. */
  page(after: number, limit: number): Promise<readonly StoredEvent[]>;
  readonly bell: Bell;
  /** Look again after this many milliseconds even when the bell kept silent; without it the bell is trusted. */
  readonly poll?: number;
  /** Told each time the engine was `unavailable` and will be asked again. */
  trouble(error: StoreError): void;
  /** Passes the time until then; the machine's own time unless a simulation owns it. */
  rest?(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A page, or why there is none; with the bell's count from before it was read. */
interface Look {
  readonly count: number;
  readonly events: readonly StoredEvent[];
  readonly error?: unknown;
}

/** All subscriptions of one store. */
export interface Subscriptions {
  follow(options: Follow): Subscription;
  close(): Promise<void>;
}

export function subscriptions(source: Source): Subscriptions {
  const running = new Set<Subscription>();
  return {
    follow(options) {
      const subscription = follow(source, options);
      running.add(subscription);
      const ended = () => running.delete(subscription);
      subscription.closed.then(ended, ended);
      return subscription;
    },
    async close() {
      await Promise.all([...running].map((subscription) => subscription.close()));
    },
  };
}

/** A subscription that ended before it began. */
export function refused(error: StoreError): Subscription {
  return ended(Promise.reject(error), () => undefined);
}

function follow(source: Source, options: Follow): Subscription {
  const stop = new AbortController();
  return ended(run(source, options, stop.signal), () => stop.abort());
}

/** Nobody has to look at `closed`: its rejection is heard here, so that it cannot end the process. */
function ended(closed: Promise<void>, stop: () => void): Subscription {
  const settled = closed.catch(() => undefined);
  return {
    closed,
    close() {
      stop();
      return settled;
    },
  };
}

async function run(source: Source, { after, batch, handle }: Follow, signal: AbortSignal): Promise<void> {
  checkLimit(batch);
  const pause = backOff();
  let last = fromPosition(after);
  let ahead: Promise<Look> | undefined;
  try {
    while (!signal.aborted) {
      const { count, events, error } = await (ahead ?? look(source, last, batch));
      ahead = undefined;
      if (error !== undefined) {
        if (!(error instanceof StoreError) || error.code !== 'unavailable') throw error;
        source.trouble(error);
        await (source.rest ?? rest)(pause.next(), signal);
        continue;
      }
      pause.reset();
      const full = events.length === batch;
      if (events.length > 0 && !signal.aborted) {
        last += events.length;
        if (full) ahead = look(source, last, batch); // while catching up, read while it is handled
        await handle(events);
      }
      // a page that is not full ends where the log did: there is no more before it rings
      if (!full) await source.bell.heard(count, { signal, within: source.poll });
    }
  } finally {
    await ahead;
  }
}

/** Never rejects, so that reading ahead cannot fail unheard. */
async function look(source: Source, after: number, limit: number): Promise<Look> {
  const count = source.bell.count();
  try {
    return { count, events: await source.page(after, limit) };
  } catch (error) {
    return { count, events: [], error };
  }
}
