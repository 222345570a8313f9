import { createHash } from 'node:crypto';
import type { AgencyDirectory } from '#access';
import { runningClocks } from '#case';
import { type EventStore, type Position, type StoredEvent, StoreError } from '#event-store';
import { type Folded, ownerOf, recordedIn, streamOf } from '../stream.kind.ts';
import { type ShownKind, shownIn } from './shown.kind.ts';
import type { CaseTag, Parked, TimelineRow, ViewCommit } from './view.store.ts';
import type { DeskSelectors, ViewRow } from './view.ts';

/** What projecting leans on besides the events. */
export interface ProjectionParts {
  readonly store: EventStore;
  readonly desks: readonly DeskSelectors[];
  readonly directory: AgencyDirectory;
}

/** A case, or what else is shown, as it was last: its fold, and a digest of each row by the row's key. */
export interface ShownCase {
  readonly record: Folded;
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
  { store, desks, directory }: ProjectionParts,
): Promise<{ commit: ViewCommit; folded: readonly ShownCase[] }> {
  const upserts: ViewRow[] = [];
  const deletes: ViewRow[] = [];
  const timeline: TimelineRow[] = [];
  const clocksRunning: ViewCommit['clocksRunning'][number][] = [];
  const clocksEnded: string[] = [];
  const tags: CaseTag[] = [];
  const failed: Parked[] = [];
  const folded: ShownCase[] = [];
  for (const [stream, own] of Map.groupBy(events, (event) => event.stream)) {
    const found = shownIn(stream);
    const first = own[0];
    if (found === undefined || first === undefined || parked.has(stream)) continue;
    const { kind, id } = found;
    const owner = ownerOf(kind, id);
    try {
      const { record: before, rows: old } =
        shownBefore(first, cache.get(id)) ?? shown(kind, await recordBefore(first, found, store), desks, directory);
      let after = before;
      const lines: TimelineRow[] = [];
      for (const stored of own) {
        const event = recordedIn(stored);
        after = kind.evolve(after, event);
        for (const desk of desks) {
          const entry = kind.entry(desk, event, after);
          if (entry) {
            lines.push({ desk: desk.name, caseId: owner, revision: stored.revision, doc: JSON.stringify(entry) });
          }
        }
      }
      const now = kind.rows(after, desks, directory);
      const digests = digested(now);
      for (const [key, row] of now) if (old.get(key) !== digests.get(key)) upserts.push(row);
      for (const key of old.keys()) if (!now.has(key)) deletes.push(rowNamed(key, owner));
      const ran = new Set(ticking(before).map(({ id }) => id));
      const runs = ticking(after);
      for (const clock of runs) {
        if (!ran.delete(clock.id)) clocksRunning.push({ id: clock.id, caseId: owner, due: clock.due });
      }
      clocksEnded.push(...ran);
      tags.push(...kind.tags(before, after));
      timeline.push(...lines);
      folded.push({ record: after, rows: digests });
    } catch (error) {
      if (error instanceof StoreError) throw error; // the log could not be read: no fault of this case
      failed.push({ stream, position: first.position, error: error instanceof Error ? error.message : String(error) });
    }
  }
  const to = events.at(-1)?.position as Position;
  const commit = { from, to, upserts, deletes, timeline, clocksRunning, clocksEnded, tags, parked: failed };
  return { commit, folded };
}

function ticking(record: Folded) {
  return runningClocks(record).filter(({ state }) => state === 'running');
}

function shown(
  kind: ShownKind,
  record: Folded,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
): ShownCase {
  return { record, rows: digested(kind.rows(record, desks, directory)) };
}

function shownBefore(first: StoredEvent, known: ShownCase | undefined): ShownCase | undefined {
  return known?.record.revision === first.revision - 1 ? known : undefined;
}

/** What a row holds, short enough to be remembered for thousands of cases. */
function digested(rows: ReadonlyMap<string, ViewRow>): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const [key, { sort, doc }] of rows) {
    digests.set(key, `${sort} ${createHash('sha1').update(doc).digest('base64')}`);
  }
  return digests;
}

/** The row that a key of {@link rowsOf} names; what it held does not matter any more. */
function rowNamed(name: string, caseId: string): ViewRow {
  const [desk = '', agency = '', kind, key = ''] = name.split(' ');
  return { desk, agency, kind: kind as ViewRow['kind'], key, caseId, sort: '', doc: '' };
}

/** The record as it stood before an event, folded anew from the stream. */
async function recordBefore(
  first: StoredEvent,
  { kind, id }: { readonly kind: ShownKind; readonly id: string },
  store: EventStore,
): Promise<Folded> {
  if (first.revision === 0) return kind.none(id);
  const earlier = (await store.read(streamOf(kind, id))).filter(({ revision }) => revision < first.revision);
  return earlier.reduce((record, stored) => kind.evolve(record, recordedIn(stored)), kind.none(id));
}
