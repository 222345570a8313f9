import type { EventStore, StoredEvent } from '#event-store';
import { bell } from '../../../libs/event-store/src/bell.ts';
import { comparePositions, fromPosition } from '../../../libs/event-store/src/position.ts';
import { subscriptions } from '../../../libs/event-store/src/subscription.ts';
import { storeDown } from './faults.ts';
import type { Life } from './life.ts';

const REMEMBERED = 4;

/** The one log as a process reaches it: late, with lost answers, with batches that come again. Following is the real code. */
export function nodeStore(life: Life): EventStore {
  const { world } = life;
  const log = () => world.log;
  const grown = bell();
  world.onGrowth(() => world.scheduler.after(world.latency(), () => life.alive && grown.ring()));
  const followers = subscriptions({
    page: (after, limit) => life.ask(() => log().readAll({ after, limit }), storeDown),
    bell: grown,
    trouble: () => undefined,
    rest: (milliseconds) => world.scheduler.sleep(milliseconds),
  });
  return {
    append: (stream, expected, events, claim) =>
      life.ask(() => world.append(stream, expected, events, claim), storeDown, true),
    claims: (after, limit) => life.ask(() => log().claims(after, limit), storeDown),
    claim: (claims) => life.ask(() => log().claim(claims), storeDown, true),
    claimant: (claim) => life.ask(() => log().claimant(claim), storeDown),
    read: (stream, from) => life.ask(() => log().read(stream, from), storeDown),
    readMany: (streams) => life.ask(() => log().readMany(streams), storeDown),
    readAll: (options) => life.ask(() => log().readAll(options), storeDown),
    opened: (options) => life.ask(() => log().opened(options), storeDown),
    at: (position) => life.ask(() => log().at(position), storeDown),
    head: () => life.ask(() => log().head(), storeDown),
    behind: (after, atMost) => life.ask(() => log().behind(after, atMost), storeDown),
    compare: comparePositions,
    follow: ({ after, batch, handle }) => {
      const delivered: (readonly StoredEvent[])[] = [];
      const again = async (events: readonly StoredEvent[]) => {
        await handle(events);
        delivered.push(events);
        if (delivered.length > REMEMBERED) delivered.shift();
        if (!world.random.chance(world.rates.duplicate)) return;
        world.count('duplicate');
        await handle(world.random.pick(delivered));
      };
      fromPosition(after);
      return followers.follow({ after, batch, handle: again });
    },
    close: () => followers.close(),
  };
}
