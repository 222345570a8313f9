import { type Bell, bell } from '../bell.ts';
import { checkedClaim, checkedGift, checkLimit, checkRead, type Envelope, enclose } from '../envelope.ts';
import { openedIn } from '../opened.ts';
import {
  type Appended,
  claimedBy,
  type EventStore,
  type ExpectedRevision,
  type Position,
  type StoredEvent,
  StoreError,
} from '../port.ts';
import { checkEnd, comparePositions, fromPosition, numberOf, toPosition } from '../position.ts';
import { refused, subscriptions } from '../subscription.ts';

/** An event as it is kept: JSON is text, so that a reader cannot change the log. */
interface Kept extends Envelope {
  readonly stream: string;
  readonly revision: number;
  readonly number: number;
}

/** What stores in one process have in common: the log itself. */
export interface MemoryLog {
  readonly events: Kept[];
  readonly streams: Map<string, Kept[]>;
  readonly claims: Map<string, string>;
  readonly grown: Bell;
}

export function memoryLog(): MemoryLog {
  return { events: [], streams: new Map(), claims: new Map(), grown: bell() };
}

export interface MemoryStoreOptions {
  /** A log of its own unless told. */
  readonly log?: MemoryLog;
  /** How a question reaches the log and the answer comes back; at once unless told. */
  readonly way?: <T>(ask: () => T) => Promise<T>;
}

/** An engine that keeps its log in this process and forgets it; for tests and simulation. It uses no timers, unless its way breaks. */
export function memoryStore({
  log: kept = memoryLog(),
  way = async (ask) => ask(),
}: MemoryStoreOptions = {}): EventStore {
  const { events: log, streams, claims, grown } = kept;
  const running = new Set<Promise<unknown>>();
  let closed = false;

  const open = () => {
    if (closed) throw new StoreError('closed', 'the store is closed');
  };
  const asked = <T>(ask: () => T): Promise<T> => {
    const answer = way(ask);
    running.add(answer);
    const done = () => running.delete(answer);
    answer.then(done, done);
    return answer;
  };
  const page = (position: Position | null, limit: number, until = Number.POSITIVE_INFINITY) =>
    asked(() => {
      const after = fromPosition(position);
      checkEnd(after, log.length);
      return log.slice(after, Math.min(after + limit, until)).map(opened);
    });
  const followers = subscriptions({ page, bell: grown, trouble: () => undefined });

  return {
    async append(stream, expected, events, claim) {
      open();
      const envelopes = enclose(stream, expected, events);
      const claimed = claim === undefined ? undefined : checkedClaim(claim);
      return asked(() => {
        const kept = streams.get(stream) ?? [];
        const again = repeated(kept, envelopes, firstRevision(kept.length - 1, expected, envelopes.length));
        if (again) return again;
        const claimant = claimed === undefined ? stream : (claims.get(claimed) ?? stream);
        if (claimant !== stream) throw claimedBy(claimant);
        checkFit(kept, expected, envelopes);
        if (claimed !== undefined) claims.set(claimed, stream);
        streams.set(stream, kept);
        for (const envelope of envelopes) {
          const event = { ...envelope, stream, revision: kept.length, number: log.length + 1 };
          kept.push(event);
          log.push(event);
        }
        grown.ring();
        return { revision: kept.length - 1, position: toPosition(log.length), repeated: false };
      });
    },
    async claimant(claim) {
      open();
      const claimed = checkedClaim(claim);
      return asked(() => claims.get(claimed) ?? null);
    },
    async claims(after, limit) {
      open();
      checkLimit(limit);
      return asked(() => {
        const from = Number(after ?? 0);
        const page = [...claims].slice(from, from + limit).map(([claim, stream]) => ({ claim, stream }));
        return { claims: page, next: from + page.length < claims.size ? String(from + page.length) : null };
      });
    },
    async claim(given) {
      open();
      const checked = given.map(checkedGift);
      return asked(() => {
        for (const { claim, stream } of checked) {
          const claimant = claims.get(claim) ?? stream;
          if (claimant !== stream) throw claimedBy(claimant);
          claims.set(claim, stream);
        }
      });
    },
    async read(stream, from = 0) {
      open();
      checkRead(stream, from);
      return asked(() => (streams.get(stream) ?? []).slice(from).map(opened));
    },
    async readMany(names) {
      open();
      for (const name of names) checkRead(name, 0);
      return asked(() => names.map((name) => (streams.get(name) ?? []).map(opened)));
    },
    async readAll({ after, limit, until }) {
      open();
      checkLimit(limit);
      return page(after, limit, numberOf(until));
    },
    async opened({ after, limit, until }) {
      open();
      checkLimit(limit);
      return openedIn(after, await page(after, limit, numberOf(until)));
    },
    async at(position) {
      open();
      const number = fromPosition(position);
      return asked(() => {
        const kept = log[number - 1];
        return kept ? opened(kept) : null;
      });
    },
    follow: (options) =>
      closed ? refused(new StoreError('closed', 'the store is closed')) : followers.follow(options),
    async head() {
      open();
      return asked(() => (log.length === 0 ? null : toPosition(log.length)));
    },
    async behind(after, atMost) {
      open();
      checkLimit(atMost);
      return asked(() => {
        const from = fromPosition(after);
        checkEnd(from, log.length);
        return Math.min(log.length - from, atMost);
      });
    },
    compare: comparePositions,
    async close() {
      closed = true;
      await followers.close();
      await Promise.allSettled(running);
    },
  };
}

/** The first answer when the events stand there already, the first of them at a revision. */
function repeated(kept: readonly Kept[], envelopes: readonly Envelope[], first: number): Appended | undefined {
  const there = kept.slice(first, first + envelopes.length);
  const last = there.at(-1);
  const all = there.length === envelopes.length && there.every((event, index) => event.id === envelopes[index]?.id);
  return last && all ? { revision: last.revision, position: toPosition(last.number), repeated: true } : undefined;
}

/** @throws StoreError `conflict` when the stream stands elsewhere, or has a part of the events. */
function checkFit(kept: readonly Kept[], expected: ExpectedRevision, envelopes: readonly Envelope[]): void {
  const head = kept.length - 1;
  const first = firstRevision(head, expected, envelopes.length);
  const ids = new Set(envelopes.map((envelope) => envelope.id));
  const fits = expected === 'any' ? !kept.slice(first).some((event) => ids.has(event.id)) : first === kept.length;
  if (!fits) throw new StoreError('conflict', `the stream stands at ${head}, not at ${expected}`, head);
}

/** The revision that the first of `size` events has when they are there already. */
function firstRevision(head: number, expected: ExpectedRevision, size: number): number {
  if (expected === 'any') return Math.max(head + 1 - size, 0);
  return expected === 'no-stream' ? 0 : expected + 1;
}

function opened({ stream, revision, number, id, type, data, meta }: Kept): StoredEvent {
  return { stream, revision, position: toPosition(number), id, type, data: JSON.parse(data), meta: JSON.parse(meta) };
}
