import { type Bell, backOff, rest } from './bell.ts';
import { checkLimit } from './envelope.ts';
import { type Follow, type Position, type StoredEvent, StoreError, type Subscription } from './port.ts';

/** What following needs of an engine that is read page by page. */
export interface Source {
  /** The events after a position, in order and without a gap, as far as they can be read at once. */
  page(after: Position | null, limit: number): Promise<readonly StoredEvent[]>;
  /** Whether there are events after a position that can be read in a moment, and nothing will ring for; none unless told. */
  pending?(after: Position | null): Promise<boolean>;
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
  readonly pending?: boolean;
  readonly error?: unknown;
}

/** Milliseconds to the next look while events wait to be put in order, and what they grow to. */
const SOON = { first: 2, longest: 250 };

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
  const soon = backOff(SOON.first, SOON.longest);
  let last = after;
  let ahead: Promise<Look> | undefined;
  try {
    while (!signal.aborted) {
      const { count, events, pending, error } = await (ahead ?? look(source, last, batch));
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
        last = events.at(-1)?.position ?? last;
        soon.reset();
        if (full) ahead = look(source, last, batch); // while catching up, read while it is handled
        await handle(events);
      }
      // a page that is not full ends where the log did: there is no more before it rings
      if (!full) await source.bell.heard(count, { signal, within: pending ? soon.next() : source.poll });
    }
  } finally {
    await ahead;
  }
}

/** Never rejects, so that reading ahead cannot fail unheard. */
async function look(source: Source, after: Position | null, limit: number): Promise<Look> {
  const count = source.bell.count();
  try {
    const events = await source.page(after, limit);
    const pending = events.length < limit && (await source.pending?.(events.at(-1)?.position ?? after));
    return { count, events, pending };
  } catch (error) {
    return { count, events: [], error };
  }
}
