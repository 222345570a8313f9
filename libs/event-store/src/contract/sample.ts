import { randomUUID } from 'node:crypto';
import { type EventStore, type NewEvent, type StoredEvent, StoreError } from '../port.ts';

/** Gives a test its own empty log. */
export type Fresh = () => Promise<EventStore>;

/** Events nobody has seen yet, numbered in their data. */
export function some(count: number): readonly NewEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'ConcernNoted',
    data: { number: index },
    meta: { by: '民政' },
  }));
}

export const ids = (events: readonly NewEvent[]): readonly string[] => events.map((event) => event.id);

/** What a promise was refused with. */
export async function refusal(promise: Promise<unknown>): Promise<StoreError> {
  const error = await promise.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof StoreError) return error;
  throw error;
}

/** The whole log, page by page. */
export async function all(store: EventStore, limit = 100): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await store.readAll({ after: events.at(-1)?.position ?? null, limit });
    if (page.length === 0) return events;
    events.push(...page);
  }
}

/** Positions that only grow. */
export function ascends(store: EventStore, events: readonly StoredEvent[]): boolean {
  return events.every((event, index) => store.compare(events[index - 1]?.position ?? null, event.position) < 0);
}

/** Gathers what a follower gets, and tells when there is enough of it. */
export function basket(): {
  readonly events: StoredEvent[];
  put(batch: readonly StoredEvent[]): Promise<void>;
  holds(count: number): Promise<void>;
} {
  const events: StoredEvent[] = [];
  let waiting: { count: number; enough: () => void }[] = [];
  return {
    events,
    async put(batch) {
      events.push(...batch);
      for (const { count, enough } of waiting) if (events.length >= count) enough();
      waiting = waiting.filter(({ count }) => events.length < count);
    },
    holds: (count) =>
      new Promise((enough) => {
        if (events.length >= count) enough();
        else waiting.push({ count, enough });
      }),
  };
}

/** A promise to settle from outside. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
