import type { EventStore, Position } from '#event-store';
import type { ViewStore } from '#runtime';
import type { Metrics } from './metrics.ts';
import type { Traces } from './traces.ts';

/** What this process appended and no view of it shows yet. */
interface Waiting {
  readonly position: Position;
  readonly since: number;
  readonly part: unknown;
}

/** The views of another process show what waits here; of more than this the oldest are forgotten. */
const MOST_WAITING = 5_000;
/** Milliseconds; what waited longer was shown by another process before this one came on duty. */
const LONGEST_WAIT = 60_000;

/** Log and views whose work is timed and traced, from an append to the commit of views that shows it (计量); they do what they did. */
export function measuredStorage(
  store: EventStore,
  views: ViewStore,
  metrics: Metrics,
  traces: Traces,
): { readonly store: EventStore; readonly views: ViewStore } {
  let waiting: Waiting[] = [];
  const shown = (to: Position) => {
    const [done, left] = [[] as Waiting[], [] as Waiting[]];
    for (const one of waiting) (store.compare(one.position, to) <= 0 ? done : left).push(one);
    waiting = left;
    const now = Date.now();
    for (const { since, part } of done) {
      if (now - since > LONGEST_WAIT) continue;
      metrics.appendToView.observe((now - since) / 1_000);
      traces.later(part, 'view', since);
    }
  };
  return {
    store: {
      ...store,
      append: (stream, expected, events, claim) =>
        traces.part('append', { events: events.length }, async () => {
          const part = traces.here();
          const stop = metrics.append.startTimer();
          const appended = await store.append(stream, expected, events, claim);
          stop();
          waiting.push({ position: appended.position, since: Date.now(), part });
          if (waiting.length > MOST_WAITING) waiting.shift();
          return appended;
        }),
    },
    views: {
      ...views,
      commit: async (commit) => {
        const stop = metrics.viewCommit.startTimer();
        await views.commit(commit);
        stop();
        shown(commit.to);
      },
    },
  };
}
