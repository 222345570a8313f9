import { randomUUID } from 'node:crypto';
import { type AppendExpectedRevision, type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import type { Envelope } from '../envelope.ts';
import {
  type Appended,
  type Claims,
  claimedBy,
  type ExpectedRevision,
  type Position,
  type Revision,
  type StoredEvent,
  StoreError,
} from '../port.ts';
import { proposed } from './event.ts';
import { CLAIM } from './log.request.ts';
import type { Countdown } from './pacing.ts';
import { insist, type Reader } from './read.ts';

/** Appends to one stream of the log; see `append` of the port. */
export type Append = (
  stream: string,
  expected: ExpectedRevision,
  events: readonly Envelope[],
  time: Countdown,
) => Promise<Appended>;

/**
 * The writing side. EventStoreDB knows a repetition at an exact revision for ever, and `any` only from what it happens to
 * remember. So `any` is never asked of it: the stream's end is read, judged as the port says, and the append made at just that
 * revision; whoever was overtaken looks again.
 */
export function appender(client: EventStoreDBClient, read: Reader, prefix: string): Append {
  /** At an exact revision, -1 for a stream that does not exist. */
  const exactly = async (stream: string, head: Revision, events: readonly Envelope[], time: Countdown) => {
    const attempt = randomUUID();
    const expectedRevision: AppendExpectedRevision = head === -1 ? NO_STREAM : BigInt(head);
    const append = () =>
      client.appendToStream(
        prefix + stream,
        events.map((event) => proposed(event, attempt)),
        { expectedRevision, requiresLeader: true, deadline: Math.max(time(), 1) },
      );
    const revision = head + events.length;
    const { nextExpectedRevision } = await insist(append, time);
    if (Number(nextExpectedRevision) !== revision) {
      throw new StoreError(
        'invalid',
        `${stream} goes on at ${nextExpectedRevision}, not at ${revision}: it was deleted once`,
      );
    }
    // The server neither says whether it had the events already nor, for a repetition, where they stand: look.
    const last = await read.at(stream, revision, time);
    if (last?.event.id !== events.at(-1)?.id || last === undefined) {
      throw new StoreError('unavailable', `EventStoreDB: ${stream} does not show what was appended to it`);
    }
    return { revision, position: last.event.position, repeated: last.attempt !== attempt };
  };

  const anywhere = async (stream: string, events: readonly Envelope[], time: Countdown): Promise<Appended> => {
    for (;;) {
      const tail = await read.tail(stream, events.length, time);
      const head = tail.at(-1)?.revision ?? -1;
      const again = repeated(tail, events);
      if (again) return again;
      try {
        return await exactly(stream, head, events, time);
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'conflict' || time() === 0) throw error;
      }
    }
  };

  return (stream, expected, events, time) => {
    if (expected === 'any') return anywhere(stream, events, time);
    return exactly(stream, expected === 'no-stream' ? -1 : expected, events, time);
  };
}

/** What stands in a claim's stream. */
const CLAIMED = 'Claimed';

/** Gives a claim to a stream. @throws StoreError `claimed` when it belongs to another. */
export type TakeClaim = (claim: string, stream: string, time: Countdown) => Promise<void>;

/**
 * A claim is a stream of one event, that names whose it is: EventStoreDB commits one stream at a time, and lets one of many
 * begin a stream. It is taken before the append; whoever dies in between leaves it to that stream, and nothing in it.
 */
export function claimTaker(append: Append, read: Reader): TakeClaim {
  return async (claim, stream, time) => {
    const event = { id: randomUUID(), type: CLAIMED, data: JSON.stringify({ stream }), meta: 'null', bytes: 0 };
    try {
      await append(claimStream(claim), 'no-stream', [event], time);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'conflict') throw error;
      const claimant = await claimantOf(read, claim, time);
      if (claimant !== stream) throw claimedBy(claimant ?? '');
    }
  };
}

/** Whose a claim is; null while nobody has taken it. */
export async function claimantOf(read: Reader, claim: string, time: Countdown): Promise<string | null> {
  const taken = await read.at(claimStream(claim), 0, time);
  return taken ? (taken.event.data as { readonly stream: string }).stream : null;
}

/** A page of claims, in the order in which they were taken. */
export async function claimsAfter(
  read: Reader,
  after: Position | null,
  limit: number,
  time: Countdown,
): Promise<Claims> {
  const page = await read.claims(after, limit, time);
  const claims = page.map(({ stream, data }) => ({
    claim: stream.slice(CLAIM.length),
    stream: (data as { readonly stream: string }).stream,
  }));
  return { claims, next: page.length < limit ? null : (page.at(-1)?.position ?? null) };
}

const claimStream = (claim: string) => `${CLAIM}${claim}`;

/**
 * The first answer, when the events already stand at the end of the stream; nothing when none of them does.
 *
 * @throws StoreError `conflict` when some do.
 */
function repeated(tail: readonly StoredEvent[], events: readonly Envelope[]): Appended | undefined {
  const last = tail.at(-1);
  if (!last) return undefined;
  if (tail.length === events.length && tail.every(({ id }, index) => id === events[index]?.id)) {
    return { revision: last.revision, position: last.position, repeated: true };
  }
  const ids = new Set(events.map(({ id }) => id));
  if (!tail.some(({ id }) => ids.has(id))) return undefined;
  throw new StoreError('conflict', `a part of the events is there already, at ${last.revision}`, last.revision);
}
