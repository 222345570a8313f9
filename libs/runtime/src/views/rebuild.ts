import type { EventStore, Position, StoredEvent } from '#event-store';
import { ownerOf } from '../stream.kind.ts';
import { KEY_AUDIT } from './forgotten.ts';
import type { PostgresViews } from './postgres/postgres.views.ts';
import type { ViewBuild } from './postgres/view.build.ts';
import { type ProjectionParts, project, ShownCases } from './projection.ts';
import { shownIn } from './shown.kind.ts';

/** How far a rebuild is: events of the log that it has gone through, of `of`, and streams that it has shown. */
export interface RebuildProgress {
  readonly events: number;
  readonly of: number;
  readonly streams: number;
}

export interface RebuildOptions extends ProjectionParts {
  readonly build: ViewBuild;
  /** How far of the log is read stream by stream; what comes after it is applied in the end. */
  readonly until: Position | null;
  /** How many shares of streams are under way at once. */
  readonly workers?: number;
  readonly progress?: (progress: RebuildProgress) => void;
}

const PAGE = 1_000;
const STREAMS_A_SHARE = 100;
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Builds all views anew beside the live ones (重建视图), stream by stream: each case is folded once, whole, wherever its events
 * lie in the log. What happens meanwhile is applied afterwards; then the new views take the place of the old in one
 * transaction. Holds a few shares of streams in memory, however long the log is. Needs no keys: personal fields stay sealed.
 */
export async function rebuildViews(options: RebuildOptions): Promise<RebuildProgress> {
  const { store, build, until, workers = 2, progress = () => undefined } = options;
  const of = until === null ? 0 : (await store.behind(null, ALL)) - (await store.behind(until, ALL));
  let events = 0;
  let streams = 0;
  let at: Position | null = null;

  /** The names of all streams that are shown, and of the one that says what was shredded, as they were opened: a page of the log at a time. */
  async function* shares(): AsyncGenerator<readonly string[]> {
    let share: string[] = [];
    for (let more = until !== null; more; ) {
      const page = upTo(until, await store.readAll({ after: at, limit: PAGE }), store);
      for (const { stream, revision } of page) {
        if (revision > 0 || (shownIn(stream) === undefined && stream !== KEY_AUDIT)) continue;
        share.push(stream);
        if (share.length < STREAMS_A_SHARE) continue;
        yield share;
        share = [];
      }
      at = page.at(-1)?.position ?? at;
      events += page.length;
      more = page.length === PAGE;
    }
    if (share.length > 0) yield share;
  }

  const opened = shares();
  const work = async () => {
    for (;;) {
      const { value: share, done } = await opened.next();
      if (done) return;
      const read = (await store.readMany(share)).map((own) => upTo(until, own, store));
      const { commit } = await project(read.flat(), null, new ShownCases(0), new Set(), options);
      await build.write(commit);
      streams += share.length;
      progress({ events, of, streams });
    }
  };
  const worked = await Promise.allSettled(Array.from({ length: workers }, work));
  for (const result of worked) if (result.status === 'rejected') throw result.reason;

  await build.switchOver(async (live, write) => {
    const cache = new ShownCases(STREAMS_A_SHARE);
    while (store.compare(at, live) < 0) {
      const page: readonly StoredEvent[] = upTo(live, await store.readAll({ after: at, limit: PAGE }), store);
      if (page.length === 0) break;
      const { commit, folded } = await project(page, at, cache, new Set(), options);
      for (const shown of folded) cache.put(shown);
      await write(commit);
      at = commit.to;
    }
    return at;
  });
  const done = { events, of, streams };
  progress(done);
  return done;
}

/** Positions only grow: mostly all of them are within. */
function upTo(last: Position | null, events: readonly StoredEvent[], store: Pick<EventStore, 'compare'>) {
  const end = events.at(-1);
  if (!end || store.compare(end.position, last) <= 0) return events;
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
