import type { EventStore, Opened, Position, StoredEvent } from '#event-store';
import { ownerOf } from '../stream.kind.ts';
import { KEY_AUDIT } from './forgotten.ts';
import type { PostgresViews } from './postgres/postgres.views.ts';
import { type ProjectionParts, project, projectWhole, ShownCases } from './projection.ts';
import { shownIn } from './shown.kind.ts';
import type { ViewBuild } from './view.store.ts';

/** How far a rebuild is: events of the log that it has gone through, of `of`, and streams that it has shown. */
export interface RebuildProgress {
  readonly events: number;
  readonly of: number;
  readonly streams: number;
}

export interface RebuildOptions extends Pick<ProjectionParts, 'store' | 'directory'> {
  /** What is built, and for which desks. */
  readonly build: ViewBuild;
  /** How far of the log is read stream by stream; what comes after it is applied in the end. */
  readonly until: Position | null;
  /** How many shares of streams are under way at once. */
  readonly workers?: number;
  readonly progress?: (progress: RebuildProgress) => void;
  /** Asked between shares; when it says so, the rebuild fails with `RebuildStopped`. */
  readonly stopped?: () => boolean;
}

/** A rebuild was told to stop. */
export class RebuildStopped extends Error {
  override readonly name = 'RebuildStopped';
}

const PAGE = 1_000;
/** Events whose streams are looked for at once. */
const LOOKED_THROUGH = 20_000;
const STREAMS_A_SHARE = 50;
/** Events of cases that are known while what came meanwhile is shown. */
const KNOWN = 10_000;
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Builds all views anew beside the live ones (重建视图), stream by stream: each case is folded once, whole, wherever its events
 * lie in the log. What happens meanwhile is applied afterwards; then the new views take the place of the old in one
 * transaction. Holds a few shares of streams in memory, however long the log is. Needs no keys: personal fields stay sealed.
 */
export async function rebuildViews(options: RebuildOptions): Promise<RebuildProgress> {
  const { store, build, until, directory, workers = 2, progress = () => undefined, stopped = () => false } = options;
  const parts = { store, directory, desks: build.desks };
  const of = until === null ? 0 : (await store.behind(null, ALL)) - (await store.behind(until, ALL));
  let events = 0;
  let streams = 0;
  const told = () => progress({ events, of, streams });

  const opened = shares(store, until);
  const work = async () => {
    for (;;) {
      const { value: share, done } = await opened.next();
      if (done) return;
      if (stopped()) throw new RebuildStopped('the rebuild was told to stop');
      const read = (await store.readMany(share)).map((own) => upTo(until, own, store));
      await build.fill(projectWhole(read, parts));
      events += read.reduce((sum, own) => sum + own.length, 0);
      streams += share.length;
      told();
    }
  };
  const worked = await Promise.allSettled(Array.from({ length: workers }, work));
  for (const result of worked) if (result.status === 'rejected') throw result.reason;
  await build.index();

  await build.switchOver(async (live, write) => {
    let at = until;
    const cache = new ShownCases(KNOWN);
    while (store.compare(at, live) < 0) {
      const page: readonly StoredEvent[] = await store.readAll({ after: at, limit: PAGE, until: live });
      if (page.length === 0) break;
      const { commit, folded } = await project(page, at, cache, new Set(), parts);
      for (const shown of folded) cache.put(shown);
      await write(commit);
      at = commit.to;
    }
    return at;
  });
  const done = { events: of, of, streams };
  progress(done);
  return done;
}

/** The names of all streams that are shown, and of the one that says what was shredded, as they were opened, up to a position. */
async function* shares(store: EventStore, until: Position | null): AsyncGenerator<readonly string[]> {
  let share: string[] = [];
  for (let at: Position | null = null; store.compare(at, until) < 0; ) {
    const page: Opened = await store.opened({ after: at, limit: LOOKED_THROUGH, until });
    if (page.events === 0) break;
    for (const { stream } of page.streams) {
      if (shownIn(stream) === undefined && stream !== KEY_AUDIT) continue;
      share.push(stream);
      if (share.length < STREAMS_A_SHARE) continue;
      yield share;
      share = [];
    }
    at = page.to;
  }
  if (share.length > 0) yield share;
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
    const rows = projectWhole([events], options);
    failed = rows.parked[0]?.error;
    return failed === undefined ? rows : null;
  });
  return failed;
}
