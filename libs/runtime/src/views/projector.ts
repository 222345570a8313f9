import type { StoredEvent, Subscription } from '#event-store';
import type { Host } from '../host.ts';
import type { JustShown } from './just.shown.ts';
import { type ProjectionParts, project, ShownCases } from './projection.ts';
import type { Shown } from './shown.ts';
import { changedIn, type ViewStore } from './view.store.ts';

export interface ProjectorParts extends ProjectionParts {
  readonly views: ViewStore;
  readonly host: Host;
  readonly shown: Shown;
  readonly just: JustShown;
  /** Told of what went wrong; the projector goes on by itself. */
  readonly trouble: (error: Error) => void;
}

/** Keeps every desk's tables in step with the log: one fold of each case, many selectors over it. */
export interface Projector {
  close(): Promise<void>;
}

const BATCH = 2_000;
/** Events of cases whose rows are known without reading them anew: where these are few a case, some 14,000 cases and 60 MB beside their folds. */
const CACHED = 100_000;
const RETRY = 500;

/** A case could not be shown. Why, the views keep: the text of an error may quote what it failed on. */
export class CaseParked extends Error {
  override readonly name = 'CaseParked';
  constructor(readonly stream: string) {
    super(`a case could not be shown and is parked: ${stream}; see jieli views parked`);
  }
}

export async function startProjector(parts: ProjectorParts): Promise<Projector> {
  const { store, views, host, shown, just, trouble } = parts;
  const cache = new ShownCases(CACHED);
  const parked = new Set((await views.parked()).map(({ stream }) => stream));
  let closed = false;
  let subscription: Subscription | undefined;

  const handle = async (batch: readonly StoredEvent[]) => {
    const events = batch.filter(({ position }) => store.compare(position, shown.position()) > 0); // what comes again is shown
    const last = events.at(-1);
    if (!last) return;
    if (parked.size > 0) await unparkRetried();
    const { commit, folded } = await project(events, shown.position(), cache, parked, parts);
    await views.commit(commit);
    for (const one of folded) cache.put(one);
    for (const { stream } of commit.parked) {
      parked.add(stream);
      trouble(new CaseParked(stream));
    }
    just.put(commit.upserts, commit.deletes, last.position);
    shown.announce(changedIn(commit));
    shown.reach(last.position);
  };

  /** An operator may have had a parked case shown again. */
  const unparkRetried = async () => {
    const still = new Set((await views.parked()).map(({ stream }) => stream));
    for (const stream of parked) if (!still.has(stream)) parked.delete(stream);
  };

  const follow = () => {
    if (closed) return;
    subscription = store.follow({ after: shown.position(), batch: BATCH, handle });
    subscription.closed.catch(async (error: Error) => {
      if (closed) return;
      trouble(error);
      host.after(RETRY, () => {
        views.checkpoint().then(
          (checkpoint) => {
            shown.reach(checkpoint); // another process may have shown what is waited for here
            follow();
          },
          (again: Error) => {
            trouble(again);
            host.after(RETRY, follow);
          },
        );
      });
    });
  };
  follow();

  return {
    close: async () => {
      closed = true;
      await subscription?.close();
    },
  };
}
