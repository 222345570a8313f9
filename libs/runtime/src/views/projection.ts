import { type EventStore, type Position, type StoredEvent, StoreError } from '#event-store';
import { streamOf } from '../stream.kind.ts';
import { forgottenIn } from './forgotten.ts';
import { type CaseChange, changeOf, type ShownCase, shownBy, wholeOf } from './shown.case.ts';
import { type Found, type ShowingParts, shownIn } from './shown.kind.ts';
import type { Parked, ViewCommit, ViewRows } from './view.store.ts';

/** What projecting leans on besides the events. */
export interface ProjectionParts extends ShowingParts {
  readonly store: EventStore;
}

/** What was last shown of the cases that moved last. */
export class ShownCases {
  private readonly cases = new Map<string, ShownCase>();

  constructor(private readonly size: number) {}

  get(caseId: string): ShownCase | undefined {
    return this.cases.get(caseId);
  }

  put(shown: ShownCase): void {
    this.cases.delete(shown.record.id);
    this.cases.set(shown.record.id, shown);
    if (this.cases.size <= this.size) return;
    const [oldest] = this.cases.keys();
    if (oldest !== undefined) this.cases.delete(oldest);
  }
}

/** What a batch changes: the events of one case are folded together before the case is shown. */
export async function project(
  events: readonly StoredEvent[],
  from: Position | null,
  cache: ShownCases,
  parked: ReadonlySet<string>,
  parts: ProjectionParts,
): Promise<{ commit: ViewCommit; folded: readonly ShownCase[] }> {
  const changes: CaseChange[] = [];
  const failed: Parked[] = [];
  const folded: ShownCase[] = [];
  for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
    const found = shownIn(stream);
    const first = own[0];
    if (found === undefined || first === undefined || parked.has(stream)) continue;
    try {
      const known = cache.get(found.id);
      const before =
        known?.record.revision === first.revision - 1
          ? known
          : shownBy(found, await eventsBefore(first, found, parts.store), parts);
      const { change, shown } = changeOf(found, before, own, parts);
      changes.push(change);
      folded.push(shown);
    } catch (error) {
      failed.push(parking(first, error));
    }
  }
  const to = events.at(-1)?.position as Position;
  return { commit: { ...together(changes, failed, events), from, to }, folded };
}

/** What whole streams show, each from its first event on, where nothing has been shown of them. */
export function projectWhole(streams: readonly (readonly StoredEvent[])[], parts: ShowingParts): ViewRows {
  const changes: CaseChange[] = [];
  const failed: Parked[] = [];
  for (const own of streams) {
    const first = own[0];
    const found = first && shownIn(first.stream);
    if (!first || !found) continue;
    try {
      changes.push(wholeOf(found, own, parts));
    } catch (error) {
      failed.push(parking(first, error));
    }
  }
  return together(changes, failed, streams.flat());
}

/** @throws StoreError when the log could not be read: no fault of this case. */
function parking({ stream, position }: StoredEvent, error: unknown): Parked {
  if (error instanceof StoreError) throw error;
  return { stream, position, error: error instanceof Error ? error.message : String(error) };
}

function together(
  changes: readonly CaseChange[],
  parked: readonly Parked[],
  events: readonly StoredEvent[],
): Required<ViewRows> {
  return {
    upserts: changes.flatMap(({ upserts }) => upserts),
    deletes: changes.flatMap(({ deletes }) => deletes),
    timeline: changes.flatMap(({ timeline }) => timeline),
    clocksRunning: changes.flatMap(({ clocksRunning }) => clocksRunning),
    clocksEnded: changes.flatMap(({ clocksEnded }) => clocksEnded),
    tags: changes.flatMap(({ tags }) => tags),
    tallies: changes.flatMap(({ tallies }) => tallies),
    tallied: changes.flatMap(({ tallied }) => tallied),
    untallied: changes.flatMap(({ untallied }) => untallied),
    forgotten: forgottenIn(events),
    parked,
  };
}

/** The events of a stream before one of them, read anew. */
async function eventsBefore(
  first: StoredEvent,
  { kind, id }: Found,
  store: EventStore,
): Promise<readonly StoredEvent[]> {
  if (first.revision === 0) return [];
  return (await store.read(streamOf(kind, id))).filter(({ revision }) => revision < first.revision);
}
