import type { AgencyDirectory } from '#access';
import { type CaseRecord, evolve, noCase, openToThePlace, runningClocks } from '#case';
import type { EventStore, Position, StoredEvent, Subscription } from '#event-store';
import { CaseCache, caseOfStream, caseStream, recordedEvent } from '../case.log.ts';
import type { Host } from '../host.ts';
import type { Shown } from './shown.ts';
import type { CaseTag, Parked, TimelineRow, ViewCommit, ViewStore } from './view.store.ts';
import { type DeskSelectors, rowsOf, type ViewRow } from './view.ts';

export interface ProjectorParts {
  readonly store: EventStore;
  readonly views: ViewStore;
  readonly desks: readonly DeskSelectors[];
  readonly directory: AgencyDirectory;
  readonly host: Host;
  readonly shown: Shown;
  /** Told of what went wrong; the projector goes on by itself. */
  readonly trouble: (error: Error) => void;
}

/** Keeps every desk's tables in step with the log: one fold of each case, many selectors over it. */
export interface Projector {
  close(): Promise<void>;
}

const BATCH = 500;
const CACHED = 5_000;
const RETRY = 500;

export async function startProjector(parts: ProjectorParts): Promise<Projector> {
  const { store, views, host, shown, trouble } = parts;
  const cache = new CaseCache(CACHED);
  const parked = new Set((await views.parked()).map(({ stream }) => stream));
  let closed = false;
  let subscription: Subscription | undefined;

  const handle = async (events: readonly StoredEvent[]) => {
    const last = events.at(-1);
    if (!last) return;
    const { commit, folded } = await project(events, shown.position(), cache, parked, parts);
    await views.commit(commit);
    for (const record of folded) cache.put(record);
    for (const { stream, error } of commit.parked) {
      parked.add(stream);
      trouble(new Error(`a case could not be shown and is parked: ${stream}: ${error}`));
    }
    shown.announce([...commit.upserts, ...commit.deletes]);
    shown.reach(last.position);
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

/** What a batch changes: the events of one case are folded together before the case is shown. */
async function project(
  events: readonly StoredEvent[],
  from: Position | null,
  cache: CaseCache,
  parked: ReadonlySet<string>,
  { store, desks, directory }: ProjectorParts,
): Promise<{ commit: ViewCommit; folded: readonly CaseRecord[] }> {
  const upserts: ViewRow[] = [];
  const deletes: ViewRow[] = [];
  const timeline: TimelineRow[] = [];
  const clocksRunning: ViewCommit['clocksRunning'][number][] = [];
  const clocksEnded: string[] = [];
  const tags: CaseTag[] = [];
  const failed: Parked[] = [];
  const folded: CaseRecord[] = [];
  for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
    const caseId = caseOfStream(stream);
    const first = own[0];
    if (caseId === undefined || first === undefined || parked.has(stream)) continue;
    try {
      const before = await recordBefore(first, caseId, cache, store);
      let after = before;
      const lines: TimelineRow[] = [];
      for (const stored of own) {
        const event = recordedEvent(stored);
        after = evolve(after, event);
        for (const desk of desks) {
          const entry = desk.entry?.(event, after);
          if (entry) lines.push({ desk: desk.name, caseId, revision: stored.revision, doc: JSON.stringify(entry) });
        }
      }
      const old = rowsOf(before, desks, directory);
      const now = rowsOf(after, desks, directory);
      for (const [key, row] of now) if (!sameRow(old.get(key), row)) upserts.push(row);
      for (const [key, row] of old) if (!now.has(key)) deletes.push(row);
      const ran = new Set(ticking(before).map(({ id }) => id));
      const runs = ticking(after);
      for (const { id, due } of runs) if (!ran.delete(id)) clocksRunning.push({ id, caseId, due });
      clocksEnded.push(...ran);
      tags.push(...newTags(before, after));
      timeline.push(...lines);
      folded.push(after);
    } catch (error) {
      failed.push({ stream, position: first.position, error: error instanceof Error ? error.message : String(error) });
    }
  }
  const to = events.at(-1)?.position as Position;
  const commit = { from, to, upserts, deletes, timeline, clocksRunning, clocksEnded, tags, parked: failed };
  return { commit, folded };
}

function ticking(record: CaseRecord) {
  return runningClocks(record).filter(({ state }) => state === 'running');
}

/** Tags of a child that has just become known, or whose case the place has just come to see. */
function newTags(before: CaseRecord, after: CaseRecord): readonly CaseTag[] {
  const open = openToThePlace(after);
  if (before.child !== null && openToThePlace(before) === open) return [];
  return (after.child?.tags ?? []).map((tag) => ({ tag, caseId: after.id, open }));
}

function sameRow(a: ViewRow | undefined, b: ViewRow): boolean {
  return a !== undefined && a.doc === b.doc && a.sort === b.sort;
}

/** The record as it stood before an event: cached, or folded anew from the stream. */
async function recordBefore(
  first: StoredEvent,
  caseId: string,
  cache: CaseCache,
  store: EventStore,
): Promise<CaseRecord> {
  const cached = cache.get(caseId);
  if (cached?.revision === first.revision - 1) return cached;
  if (first.revision === 0) return noCase(caseId);
  const earlier = (await store.read(caseStream(caseId))).filter(({ revision }) => revision < first.revision);
  return earlier.reduce((record, stored) => evolve(record, recordedEvent(stored)), noCase(caseId));
}
