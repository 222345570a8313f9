import type { EventStore, Position, StoredEvent } from '#event-store';
import { ownerOf } from '../stream.kind.ts';
import type { PostgresViews } from './postgres/postgres.views.ts';
import type { ViewBuild } from './postgres/view.build.ts';
import { type ProjectionParts, project, ShownCases } from './projection.ts';
import { shownIn } from './shown.kind.ts';

/** How far a rebuild is. `events` counts what has been folded, of `of` in the log. */
export interface RebuildProgress {
  readonly events: number;
  readonly of: number;
  readonly streams: number;
}

export interface RebuildOptions extends ProjectionParts {
  readonly build: ViewBuild;
  /** How far the live views had come when the rebuild began. */
  readonly until: Position | null;
  /** How many streams are read at once. */
  readonly workers?: number;
  readonly progress?: (progress: RebuildProgress) => void;
}

const PAGE = 1_000;
const STREAMS_A_WRITE = 50;

/**
 * Builds all views anew beside the live ones (重建视图), stream by stream: each case is folded once, whole. What happens
 * meanwhile is applied afterwards; then the new views take the place of the old in one transaction. Needs no keys: personal
 * fields stay sealed.
 */
export async function rebuildViews(options: RebuildOptions): Promise<RebuildProgress> {
  const { store, build, until, workers = 4, progress = () => undefined } = options;
  const streams = new Map<string, number>();
  let at: Position | null = null;
  for (let more = until !== null; more; ) {
    const page = await store.readAll({ after: at, limit: PAGE });
    const known = upTo(until, page, store);
    for (const { stream } of known) {
      if (shownIn(stream) !== undefined) streams.set(stream, (streams.get(stream) ?? 0) + 1);
    }
    at = known.at(-1)?.position ?? at;
    more = known.length === PAGE;
  }
  const of = [...streams.values()].reduce((sum, size) => sum + size, 0);
  let events = 0;
  let done = 0;
  const queue = [...streams.keys()];
  const work = async () => {
    for (let share = queue.splice(0, STREAMS_A_WRITE); share.length > 0; share = queue.splice(0, STREAMS_A_WRITE)) {
      const read = await Promise.all(share.map(async (stream) => upTo(until, await store.read(stream), store)));
      const { commit } = await project(read.flat(), null, new ShownCases(0), new Set(), options);
      await build.write(commit);
      events += read.flat().length;
      done += share.length;
      progress({ events, of, streams: done });
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  await build.switchOver(async (live, write) => {
    const cache = new ShownCases(STREAMS_A_WRITE);
    while (store.compare(at, live) < 0) {
      const page: readonly StoredEvent[] = upTo(live, await store.readAll({ after: at, limit: PAGE }), store);
      if (page.length === 0) break;
      const { commit, folded } = await project(page, at, cache, new Set(), options);
      for (const shown of folded) cache.put(shown);
      await write(commit);
      at = commit.to;
    }
  });
  return { events, of, streams: done };
}

function upTo(last: Position | null, events: readonly StoredEvent[], store: Pick<EventStore, 'compare'>) {
  return events.filter(({ position }) => store.compare(position, last) <= 0);
}

/**
 * Shows a parked case again (重试停放的个案), once what it stumbled over has been mended. What fails again stays parked.
 *
 * @returns why it failed again, or undefined.
 */
export async function retryParked(
  options: ProjectionParts & { readonly views: Pick<PostgresViews, 'replace'> },
  stream: string,
): Promise<string | undefined> {
  const found = shownIn(stream);
  if (found === undefined) return 'not a case';
  let failed: string | undefined;
  await options.views.replace(ownerOf(found.kind, found.id), stream, async (live) => {
    const events = upTo(live, await options.store.read(stream), options.store);
    const { commit } = await project(events, null, new ShownCases(0), new Set(), options);
    failed = commit.parked[0]?.error;
    return failed === undefined ? commit : null;
  });
  return failed;
}
