import type { AgencyDirectory } from '#access';
import { type CaseRecord, evolve, noCase, openToThePlace, runningClocks } from '#case';
import { type EventStore, type Position, type StoredEvent, StoreError } from '#event-store';
import { type CaseCache, caseOfStream, caseStream, recordedEvent } from '../case.log.ts';
import type { CaseTag, Parked, TimelineRow, ViewCommit } from './view.store.ts';
import { type DeskSelectors, rowsOf, type ViewRow } from './view.ts';

/** What projecting leans on besides the events. */
export interface ProjectionParts {
  readonly store: EventStore;
  readonly desks: readonly DeskSelectors[];
  readonly directory: AgencyDirectory;
}

/** What a batch changes: the events of one case are folded together before the case is shown. */
export async function project(
  events: readonly StoredEvent[],
  from: Position | null,
  cache: CaseCache,
  parked: ReadonlySet<string>,
  { store, desks, directory }: ProjectionParts,
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
      if (error instanceof StoreError) throw error; // the log could not be read: no fault of this case
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
