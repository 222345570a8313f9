import { createHash } from 'node:crypto';
import type { AgencyDirectory } from '#access';
import type { Instant } from '#calendar';
import { nextTurn, runningClocks } from '#case';
import { type EventStore, type Position, type StoredEvent, StoreError } from '#event-store';
import { type Folded, ownerOf, type Recorded, recordedIn, streamOf } from '../stream.kind.ts';
import { forgottenIn } from './forgotten.ts';
import { nothingTold, type Told, toldOf } from './shared.rows.ts';
import { type ShownKind, shownIn } from './shown.kind.ts';
import { type Counted, cellChanges, countedIn, type DeskTally, type TalliedCase, tallyChanges } from './tally.ts';
import type { CaseTag, Parked, TimelineRow, ViewCommit } from './view.store.ts';
import type { DeskSelectors, ViewRow } from './view.ts';

type Found = { readonly kind: ShownKind; readonly id: string };

/** What projecting leans on besides the events. */
export interface ProjectionParts {
  readonly store: EventStore;
  readonly desks: readonly DeskSelectors[];
  readonly directory: AgencyDirectory;
}

/** A case, or what else is shown, as it was last: its fold, what shared timelines hold of it, and a digest of each row by the row's key. */
export interface ShownCase {
  readonly record: Folded;
  readonly told: Told;
  readonly counted: Counted;
  readonly rows: ReadonlyMap<string, string>;
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
  const { store, desks, directory } = parts;
  const upserts: ViewRow[] = [];
  const deletes: ViewRow[] = [];
  const timeline: TimelineRow[] = [];
  const clocksRunning: ViewCommit['clocksRunning'][number][] = [];
  const clocksEnded: string[] = [];
  const tags: CaseTag[] = [];
  const tallies: DeskTally[] = [];
  const tallied: TalliedCase[] = [];
  const untallied: TalliedCase[] = [];
  const failed: Parked[] = [];
  const folded: ShownCase[] = [];
  for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
    const found = shownIn(stream);
    const first = own[0];
    if (found === undefined || first === undefined || parked.has(stream)) continue;
    const { kind, id } = found;
    const owner = ownerOf(kind, id);
    try {
      const earlier = shownBefore(first, cache.get(id)) ?? shown(found, await eventsBefore(first, found, store), parts);
      const { record: before, rows: old } = earlier;
      let { record: after, told } = earlier;
      const lines: TimelineRow[] = [];
      for (const stored of own) {
        const event = recordedIn(stored);
        after = kind.evolve(after, event);
        for (const desk of desks) {
          const entry = kind.entry(desk, event, after);
          if (!entry) continue;
          lines.push({ desk: desk.name, caseId: owner, revision: stored.revision, doc: JSON.stringify(entry) });
          told = toldOf(told, desk, entry);
        }
      }
      const now = kind.rows(after, told, desks, directory);
      const counted = countedIn(told, desks);
      const cells = cellChanges(owner, earlier.counted, counted);
      const digests = digested(now);
      for (const [key, row] of now) if (old.get(key) !== digests.get(key)) upserts.push(row);
      for (const key of old.keys()) if (!now.has(key)) deletes.push(rowNamed(key, owner));
      const ran = ticking(before);
      for (const [clock, due] of ticking(after)) {
        if (ran.get(clock) === due) ran.delete(clock);
        else clocksRunning.push({ id: clock, caseId: owner, due });
      }
      clocksEnded.push(...ran.keys());
      tags.push(...kind.tags(before, after));
      timeline.push(...lines);
      tallies.push(...tallyChanges(earlier.counted, counted));
      tallied.push(...cells.added);
      untallied.push(...cells.removed);
      folded.push({ record: after, told, counted, rows: digests });
    } catch (error) {
      if (error instanceof StoreError) throw error; // the log could not be read: no fault of this case
      failed.push({ stream, position: first.position, error: error instanceof Error ? error.message : String(error) });
    }
  }
  const to = events.at(-1)?.position as Position;
  const commit = {
    from,
    to,
    upserts,
    deletes,
    timeline,
    clocksRunning,
    clocksEnded,
    tags,
    forgotten: forgottenIn(events),
    tallies,
    tallied,
    untallied,
    parked: failed,
  };
  return { commit, folded };
}

/** Clocks that time alone will do something about, and when. */
function ticking(record: Folded): Map<string, Instant> {
  const turns = runningClocks(record).map((clock) => [clock.id, nextTurn(clock)] as const);
  return new Map(turns.filter((turn): turn is [string, Instant] => turn[1] !== undefined));
}

/** A case, or what else is shown, as its events so far have shown it. */
function shown({ kind, id }: Found, events: readonly Recorded[], { desks, directory }: ProjectionParts): ShownCase {
  let record = kind.none(id);
  let told = nothingTold;
  for (const event of events) {
    record = kind.evolve(record, event);
    for (const desk of desks) {
      const entry = desk.shared && kind.entry(desk, event, record);
      if (entry) told = toldOf(told, desk, entry);
    }
  }
  const rows = digested(kind.rows(record, told, desks, directory));
  return { record, told, counted: countedIn(told, desks), rows };
}

function shownBefore(first: StoredEvent, known: ShownCase | undefined): ShownCase | undefined {
  return known?.record.revision === first.revision - 1 ? known : undefined;
}

/** What a row holds, short enough to be remembered for thousands of cases. */
function digested(rows: ReadonlyMap<string, ViewRow>): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const [key, { sort, doc, about }] of rows) {
    const hash = createHash('sha1').update(doc);
    if (about) hash.update(JSON.stringify(about));
    digests.set(key, `${sort} ${hash.digest('base64')}`);
  }
  return digests;
}

/** The row that a key of {@link rowsOf} names; what it held does not matter any more. */
function rowNamed(name: string, caseId: string): ViewRow {
  const [desk = '', agency = '', kind, key = ''] = name.split(' ');
  return { desk, agency, kind: kind as ViewRow['kind'], key, caseId, sort: '', doc: '' };
}

/** The events of a stream before one of them, read anew. */
async function eventsBefore(first: StoredEvent, { kind, id }: Found, store: EventStore): Promise<readonly Recorded[]> {
  if (first.revision === 0) return [];
  const earlier = (await store.read(streamOf(kind, id))).filter(({ revision }) => revision < first.revision);
  return earlier.map(recordedIn);
}
