import type { EventStore, Position, StoredEvent } from '#event-store';
import type { Folded } from '../stream.kind.ts';
import { Weighed } from '../weighed.ts';
import { forgottenIn } from './forgotten.ts';
import { type CaseChange, changeOf, notShown, type ShownCase, shownBy, wholeOf } from './shown.case.ts';
import { type Found, type ShowingParts, shownIn } from './shown.kind.ts';
import { reviewsTold } from './told.reviews.ts';
import type { Parked, ViewCommit, ViewRows } from './view.store.ts';

/** What projecting leans on besides the events. */
export interface ProjectionParts extends ShowingParts {
  readonly store: EventStore;
}

/** A stream with its events of one batch. */
interface Moved {
  readonly found: Found;
  readonly first: StoredEvent;
  readonly own: readonly StoredEvent[];
}

/** Streams whose past is read at once. */
const READ_TOGETHER = 200;

/** What was last shown of the cases that moved last. */
export class ShownCases extends Weighed<ShownCase> {
  protected recordOf({ record }: ShownCase): Folded {
    return record;
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
  const moved = [...Map.groupBy(events, (event) => event.stream)].flatMap(([stream, own]): Moved[] => {
    const found = shownIn(stream);
    const [first] = own;
    return found && first && !parked.has(stream) ? [{ found, first, own }] : [];
  });
  for (let at = 0; at < moved.length; at += READ_TOGETHER) {
    const some = moved.slice(at, at + READ_TOGETHER);
    const pasts = await pastOf(some, cache, parts.store);
    for (const { found, first, own } of some) {
      try {
        const before = pasts.get(first.stream);
        const known = before ? shownBy(found, before, parts) : (cache.peek(found.id) ?? notShown(found));
        const { change, shown } = changeOf(found, known, own, parts);
        changes.push(change);
        folded.push(shown);
      } catch (error) {
        failed.push(parking(first, error));
      }
    }
  }
  const to = events.at(-1)?.position as Position;
  return { commit: { ...together(changes, failed, events), from, to, told: reviewsTold(events, parts) }, folded };
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

function parking({ stream, position }: StoredEvent, error: unknown): Parked {
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

/** The events of streams before the first that moved them, read anew where the cache does not stand there. */
async function pastOf(
  moved: readonly Moved[],
  cache: ShownCases,
  store: Pick<EventStore, 'readMany'>,
): Promise<ReadonlyMap<string, readonly StoredEvent[]>> {
  const unknown = moved.filter(
    ({ found, first }) => (cache.peek(found.id)?.record.revision ?? -1) !== first.revision - 1,
  );
  const late = unknown.filter(({ first }) => first.revision > 0);
  const read = late.length === 0 ? [] : await store.readMany(late.map(({ first }) => first.stream));
  const pasts = new Map<string, readonly StoredEvent[]>(unknown.map(({ first }) => [first.stream, []]));
  late.forEach(({ first }, index) => {
    pasts.set(first.stream, read[index]?.filter(({ revision }) => revision < first.revision) ?? []);
  });
  return pasts;
}
