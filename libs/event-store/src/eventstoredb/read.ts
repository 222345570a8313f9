import {
  BACKWARDS,
  END,
  type ReadRevision,
  type ResolvedEvent,
  START,
  type StreamingRead,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { backOff, rest } from '../bell.ts';
import { type Position, type Revision, type StoredEvent, StoreError } from '../port.ts';
import type { Connection } from './client.ts';
import { type Written, written } from './event.ts';
import { failure, isElsewhere } from './failure.ts';
import { comparePositions, fromPosition } from './log.position.ts';
import type { Countdown } from './pacing.ts';

/** The reading side of the log. All reads ask the leader, so that what was appended is seen. */
export interface Reader {
  stream(stream: string, from: Revision, time: Countdown): Promise<readonly StoredEvent[]>;
  /** The event of one revision, if it is there. */
  at(stream: string, revision: Revision, time: Countdown): Promise<Written | undefined>;
  /** The event at a position of the log, if there is one. */
  atPosition(position: Position, time: Countdown): Promise<StoredEvent | null>;
  /** The last `count` events of a stream in order. */
  tail(stream: string, count: number, time: Countdown): Promise<readonly StoredEvent[]>;
  /** @throws StoreError `invalid` when the log ends before `after`. */
  page(after: Position | null, limit: number, time: Countdown): Promise<readonly StoredEvent[]>;
  /** Events of the streams of claims, as `page` gives those of the log. */
  claims(after: Position | null, limit: number, time: Countdown): Promise<readonly StoredEvent[]>;
  head(time: Countdown): Promise<Position | null>;
  /** @throws StoreError `invalid` when `after` lies beyond the end: it is of another log, or of a newer copy of this one. */
  checkEnd(after: Position | null, time: Countdown): Promise<void>;
}

export function reader({ client, readLog }: Connection, prefix: string): Reader {
  const ofStream = (stream: string, fromRevision: ReadRevision, maxCount: number, direction?: typeof BACKWARDS) => () =>
    client.readStream(prefix + stream, { fromRevision, maxCount, direction, requiresLeader: true });
  const get = async (open: () => StreamingRead<ResolvedEvent>, time: Countdown) =>
    (await insist(() => collect(open(), time), time)).map((event) => written(event, prefix));
  const all = (from: Parameters<typeof readLog>[0]['from'], count: number, time: Countdown, claims = false) =>
    get(() => readLog({ prefix, from, count, claims }), time);
  /** After a position, where the server reads from it. */
  const behind = async (after: Position | null, limit: number, time: Countdown, claims = false) => {
    const from = after === null ? START : fromPosition(after);
    const events = (await all(from, limit + 1, time, claims)).map(({ event }) => event);
    return events.filter(({ position }) => comparePositions(after, position) < 0).slice(0, limit);
  };

  const self: Reader = {
    async stream(stream, from, time) {
      const events = (await get(ofStream(stream, BigInt(from), Number.MAX_SAFE_INTEGER), time)).map(
        ({ event }) => event,
      );
      events.forEach(({ revision }, index) => {
        if (revision === from + index) return;
        throw new StoreError('invalid', `${stream} has revision ${revision} where ${from + index} was to follow`);
      });
      return events;
    },
    async at(stream, revision, time) {
      const [found] = await get(ofStream(stream, BigInt(revision), 1), time);
      return found?.event.revision === revision ? found : undefined;
    },
    async atPosition(position, time) {
      const [found] = await all(fromPosition(position), 1, time);
      return found?.event.position === position ? found.event : null;
    },
    async tail(stream, count, time) {
      const events = await get(ofStream(stream, END, count, BACKWARDS), time);
      return events.map(({ event }) => event).reverse();
    },
    async page(after, limit, time) {
      const page = await behind(after, limit, time);
      if (page.length === 0) await self.checkEnd(after, time);
      return page;
    },
    claims: (after, limit, time) => behind(after, limit, time, true),
    async head(time) {
      const [last] = await all(END, 1, time);
      return last?.event.position ?? null;
    },
    async checkEnd(after, time) {
      if (after === null) return;
      const head = await self.head(time);
      if (comparePositions(after, head) <= 0) return;
      throw new StoreError('invalid', `checkpoint ${after} lies beyond the log's end ${head}`);
    },
  };
  return self;
}

/**
 * Does `work` again while members of the cluster point to another leader, as long as there is time.
 *
 * @throws the client's own error.
 */
export async function insist<T>(work: () => Promise<T>, time: Countdown): Promise<T> {
  const pause = backOff(5, 250);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isElsewhere(error) || time() === 0) throw failure(error);
      await rest(pause.next(), new AbortController().signal);
    }
  }
}

/** All that a read brings; the client's reads have no deadline of their own. */
function collect(stream: StreamingRead<ResolvedEvent>, time: Countdown): Promise<readonly ResolvedEvent[]> {
  return new Promise((resolve, reject) => {
    const events: ResolvedEvent[] = [];
    const give = (up: () => void) => {
      clearTimeout(timer);
      up();
    };
    const timer = setTimeout(() => {
      reject(new StoreError('unavailable', 'EventStoreDB: a read was not answered in time'));
      stream.cancel().catch(() => undefined);
    }, time());
    stream.on('data', (event) => events.push(event));
    stream.on('end', () => give(() => resolve(events)));
    stream.on('error', (error) =>
      give(() => {
        if (error instanceof StreamNotFoundError) resolve([]);
        else reject(error);
      }),
    );
    stream.on('close', () => give(() => reject(new StoreError('unavailable', 'EventStoreDB: a read was cut off'))));
  });
}
