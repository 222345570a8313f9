import { checkedClaim, checkedGift, checkLimit, checkRead, enclose } from '../envelope.ts';
import { openedIn } from '../opened.ts';
import { type EventStore, type Position, StoreError, type Subscription } from '../port.ts';
import { refused } from '../subscription.ts';
import { appender, claimantOf, claimsAfter, claimTaker } from './append.ts';
import { connect } from './client.ts';
import type { EventStoreDbOptions } from './eventstoredb.ts';
import { follow } from './follow.ts';
import { comparePositions } from './log.position.ts';
import { CLAIM } from './log.request.ts';
import { countdown, lanes, turns } from './pacing.ts';
import { reader } from './read.ts';

/**
 * A server allows 100 streams on one connection, and more would wait without a word: so many for work, the rest to follow.
 * Stores that speak to one server without TLS may share the connection.
 */
const MOST_AT_ONCE = 64;
const MOST_FOLLOWERS = 32;
/** Positions are no numbers here: what stands after one is read to be counted. */
const COUNTED_AT_ONCE = 1_000;

/** See `eventStoreDb`, the door to this file. */
export async function openStore(options: EventStoreDbOptions): Promise<EventStore> {
  const { connectionString, prefix = '', timeoutMillis = 10_000, onTrouble = () => undefined } = options;
  if (prefix.startsWith('$')) throw new StoreError('invalid', 'a prefix with $ names streams of the server');
  const connection = connect(connectionString);
  const read = reader(connection, prefix);
  const append = appender(connection.client, read, prefix);
  const takeClaim = claimTaker(append, read);
  const work = turns(MOST_AT_ONCE);
  const streams = lanes();
  const followers = new Set<Subscription>();
  let closing: Promise<void> | undefined;

  const time = () => countdown(timeoutMillis);
  const open = () => {
    if (closing) throw new StoreError('closed', 'the store is closed');
  };
  const checkStream = (stream: string) => {
    const [server, claims] = [(prefix + stream).startsWith('$'), stream.startsWith(CLAIM)];
    if (!server && !claims) return;
    const begins = server ? 'with $ begin those of the server' : `with ${CLAIM} begin those of claims`;
    throw new StoreError('invalid', `stream ${JSON.stringify(stream)}: ${begins}`);
  };
  const checkEnd = (after: Parameters<typeof read.checkEnd>[0]) => {
    const left = time();
    return work.take(left, () => read.checkEnd(after, left));
  };
  const source = { client: connection.client, prefix, timeoutMillis, checkEnd, trouble: onTrouble };
  const close = async () => {
    await Promise.all([...followers].map((follower) => follower.close()));
    await streams.idle();
    await work.idle();
    await connection.close();
  };

  const store: EventStore = {
    async append(stream, expected, events, claim) {
      open();
      const envelopes = enclose(stream, expected, events);
      const claimed = claim === undefined ? undefined : checkedClaim(claim);
      checkStream(stream);
      const left = time();
      const take = async () => {
        if (claimed !== undefined) await takeClaim(claimed, stream, left);
        return append(stream, expected, envelopes, left);
      };
      return streams.add(stream, () => work.take(left, take));
    },
    async claimant(claim) {
      open();
      const claimed = checkedClaim(claim);
      const left = time();
      return work.take(left, () => claimantOf(read, claimed, left));
    },
    async claims(after, limit) {
      open();
      checkLimit(limit);
      const left = time();
      return work.take(left, () => claimsAfter(read, after as Position | null, limit, left));
    },
    async claim(claims) {
      open();
      const given = claims.map(checkedGift);
      await Promise.all(
        given.map(({ claim, stream }) => {
          checkStream(stream);
          const left = time();
          return streams.add(stream, () => work.take(left, () => takeClaim(claim, stream, left)));
        }),
      );
    },
    async read(stream, from = 0) {
      open();
      checkRead(stream, from);
      checkStream(stream);
      const left = time();
      return work.take(left, () => read.stream(stream, from, left));
    },
    async readMany(streams) {
      open();
      return Promise.all(streams.map((stream) => store.read(stream)));
    },
    async readAll({ after, limit, until }) {
      open();
      checkLimit(limit);
      const left = time();
      const page = await work.take(left, () => read.page(after, limit, left));
      if (until === undefined) return page;
      return page.filter(({ position }) => comparePositions(position, until) <= 0);
    },
    async opened(options) {
      return openedIn(options.after, await store.readAll(options));
    },
    async at(position) {
      open();
      const left = time();
      return work.take(left, () => read.atPosition(position, left));
    },
    follow(options) {
      if (closing) return refused(new StoreError('closed', 'the store is closed'));
      if (followers.size >= MOST_FOLLOWERS) {
        return refused(new StoreError('invalid', `more than ${MOST_FOLLOWERS} followers on one connection`));
      }
      const follower = follow(source, options);
      followers.add(follower);
      const ended = () => followers.delete(follower);
      follower.closed.then(ended, ended);
      return follower;
    },
    async head() {
      open();
      const left = time();
      return work.take(left, () => read.head(left));
    },
    async behind(after, atMost) {
      open();
      checkLimit(atMost);
      let count = 0;
      for (let at = after, more = true; more && count < atMost; ) {
        const left = time(); // a long log takes longer than an answer may
        const limit = Math.min(atMost - count, COUNTED_AT_ONCE);
        const page = await work.take(left, () => read.page(at, limit, left));
        at = page.at(-1)?.position ?? at;
        count += page.length;
        more = page.length === limit;
      }
      return count;
    },
    compare: comparePositions,
    close() {
      closing ??= close();
      return closing;
    },
  };

  try {
    await store.head();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}
