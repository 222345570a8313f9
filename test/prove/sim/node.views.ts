import type { ViewStore } from '#runtime';
import { viewsDown } from './faults.ts';
import type { Life } from './life.ts';

/** The one store of views as a process reaches it. */
export function nodeViews(life: Life): ViewStore {
  const { world } = life;
  const { views } = world;
  return {
    checkpoint: () => life.ask(() => views.checkpoint(), viewsDown),
    commit: (commit) => life.ask(() => world.commit(commit), viewsDown, true),
    clear: () => life.ask(() => views.clear(), viewsDown, true),
    dueBefore: (moment, limit, after) => life.ask(() => views.dueBefore(moment, limit, after), viewsDown),
    parked: () => life.ask(() => views.parked(), viewsDown),
    tagged: (tags) => life.ask(() => views.tagged(tags), viewsDown),
    tagsOf: (caseIds) => life.ask(() => views.tagsOf(caseIds), viewsDown),
    processed: (name) => life.ask(() => views.processed(name), viewsDown),
    markProcessed: (name, position) => life.ask(() => world.mark(name, position), viewsDown, true),
    desk: (name) => views.desk(name),
    shared: (name) => views.shared(name),
    close: async () => undefined,
  };
}
