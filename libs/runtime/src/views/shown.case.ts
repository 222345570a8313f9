import type { Instant } from '#calendar';
import { type Fields, haveCommon, nextTurn, runningClocks } from '#case';
import type { StoredEvent } from '#event-store';
import { type Folded, ownerOf, recordedIn } from '../stream.kind.ts';
import type { Content, Keep, Offer, RowPlace, Sources } from './rows.ts';
import { nothingTold, type Told, toldOf } from './shared.rows.ts';
import type { ShownEntry } from './shared.selectors.ts';
import type { Found, ShowingParts } from './shown.kind.ts';
import { type Counted, cellChanges, countedIn, nothingCounted, tallyChanges } from './tally.ts';
import type { DueClock, TimelineRow, ViewRows } from './view.store.ts';
import type { ViewRow } from './view.ts';

/** A row as it was last shown: where it stands, a stamp of what it held, and what that was made of. */
type ShownRow = RowPlace & Pick<Content, 'sources'> & { readonly stamp: string };

/** A case, or what else is shown, as it was last: its fold, what shared timelines hold of it, and its rows as they were offered. */
export interface ShownCase {
  readonly record: Folded;
  readonly told: Told;
  readonly counted: Counted;
  readonly rows: readonly ShownRow[];
}

/** What the events of one case change in the views, all of it or nothing. */
export type CaseChange = Required<Omit<ViewRows, 'parked' | 'forgotten'>>;

type Events = readonly StoredEvent[];

/** A case before its first event: nothing is shown of it. */
export function notShown({ kind, id }: Found): ShownCase {
  return { record: kind.none(id), told: nothingTold, counted: nothingCounted, rows: [] };
}

/** A case as its events so far have shown it. */
export function shownBy(found: Found, events: Events, parts: ShowingParts): ShownCase {
  const { record, told } = foldedOn(notShown(found), found, events, parts);
  const rows: ShownRow[] = [];
  found.kind.rows(record, told, parts, (place, { stamp, sources }) => rows.push({ ...place, sources, stamp: stamp() }));
  return { record, told, counted: countedIn(told, parts.desks), rows };
}

/** What more events of a case change, and how it is shown after them. */
export function changeOf(
  found: Found,
  before: ShownCase,
  events: Events,
  parts: ShowingParts,
): { readonly change: CaseChange; readonly shown: ShownCase } {
  const { record, told, timeline } = foldedOn(before, found, events, parts);
  const rows: ShownRow[] = [];
  const upserts: ViewRow[] = [];
  const { take, left } = taking(before.rows);
  const offer: Offer = (place, { stamp, sources, held }) => {
    const row = { ...place, sources, stamp: stamp() };
    rows.push(row);
    if (take(place)?.stamp !== row.stamp) upserts.push({ ...place, ...held() });
  };
  const changed = found.kind.changed?.(before.record, record);
  const keep: Keep | undefined =
    changed &&
    ((place, to) => {
      const last = take(place, ({ sources }) => isAsWas(sources, to, changed));
      if (last) rows.push(last);
      return last !== undefined;
    });
  found.kind.rows(record, told, parts, offer, keep);
  const deletes = left().map(
    ({ desk, agency, kind, key, caseId }): ViewRow => ({ desk, agency, kind, key, caseId, sort: '', doc: '' }),
  );
  const owner = ownerOf(found.kind, found.id);
  const counted = countedIn(told, parts.desks);
  const cells = cellChanges(owner, before.counted, counted);
  const change: CaseChange = {
    upserts,
    deletes,
    timeline,
    ...clockChanges(owner, before.record, record),
    tags: found.kind.tags(before.record, record),
    tallies: tallyChanges(before.counted, counted),
    tallied: cells.added,
    untallied: cells.removed,
  };
  return { change, shown: { record, told, counted, rows } };
}

/** What a whole stream shows where nothing has been shown of it; nothing is remembered for what may follow. */
export function wholeOf(found: Found, events: Events, parts: ShowingParts): CaseChange {
  const before = notShown(found);
  const { record, told, timeline } = foldedOn(before, found, events, parts);
  const upserts: ViewRow[] = [];
  found.kind.rows(record, told, parts, (place, { held }) => upserts.push({ ...place, ...held() }));
  const owner = ownerOf(found.kind, found.id);
  const counted = countedIn(told, parts.desks);
  return {
    upserts,
    deletes: [],
    timeline,
    ...clockChanges(owner, before.record, record),
    tags: found.kind.tags(before.record, record),
    tallies: [...counted.values()],
    tallied: cellChanges(owner, nothingCounted, counted).added,
    untallied: [],
  };
}

/** The fold after more events, what has been told by then, and the lines that timelines get. */
function foldedOn(
  { record, told }: Pick<ShownCase, 'record' | 'told'>,
  { kind, id }: Found,
  events: Events,
  parts: ShowingParts,
): Pick<ShownCase, 'record' | 'told'> & { readonly timeline: readonly TimelineRow[] } {
  const caseId = ownerOf(kind, id);
  const timeline: TimelineRow[] = [];
  const telling = parts.desks.filter(({ entry }) => entry).map((desk) => ({ desk, entries: [] as ShownEntry[] }));
  let newest = record;
  for (const stored of events) {
    const event = recordedIn(stored);
    const before = newest;
    newest = kind.evolve(before, event);
    for (const { desk, entries } of telling) {
      const entry = kind.entry(desk, event, newest, before);
      if (!entry) continue;
      entries.push(entry);
      timeline.push({ desk: desk.name, caseId, revision: stored.revision, doc: JSON.stringify(entry) });
    }
  }
  return {
    record: kind.shared?.(newest, parts) ?? newest,
    told: telling.reduce((all, { desk, entries }) => toldOf(all, desk, entries), told),
    timeline,
  };
}

function clockChanges(
  owner: string,
  before: Folded,
  after: Folded,
): { readonly clocksRunning: readonly DueClock[]; readonly clocksEnded: readonly string[] } {
  const ran = ticking(before);
  const clocksRunning: DueClock[] = [];
  for (const [id, due] of ticking(after)) {
    if (ran.get(id) === due) ran.delete(id);
    else clocksRunning.push({ id, caseId: owner, due });
  }
  return { clocksRunning, clocksEnded: [...ran.keys()] };
}

/** Clocks that time alone will do something about, and when. */
function ticking(record: Folded): Map<string, Instant> {
  const turns = runningClocks(record).map((clock) => [clock.id, nextTurn(clock)] as const);
  return new Map(turns.filter((turn): turn is [string, Instant] => turn[1] !== undefined));
}

/**
 * Takes rows out of those last shown, and tells which are left. A case offers its rows in the same order as before but for a few, so
 * that the one that is asked for is nearly always the next.
 */
function taking(rows: readonly ShownRow[]) {
  const taken = new Set<ShownRow>();
  let next = 0;
  return {
    take: (place: RowPlace, suits: (row: ShownRow) => boolean = () => true): ShownRow | undefined => {
      let at = next;
      if (!isAt(rows[at], place)) at = rows.findIndex((row) => !taken.has(row) && isAt(row, place));
      const row = rows[at];
      if (!row || !suits(row)) return undefined;
      next = at + 1;
      taken.add(row);
      return row;
    },
    left: () => (taken.size === rows.length ? [] : rows.filter((row) => !taken.has(row))),
  };
}

/** Whether what a row was made of is what it was: the same objects, all of it. */
function isAsWas(sources: Sources | undefined, to: Omit<Sources, 'read'>, changed: Fields): boolean {
  return sources?.agency === to.agency && sources.relations === to.relations && !haveCommon(sources.read, changed);
}

function isAt(row: ShownRow | undefined, { desk, agency, kind, key }: RowPlace): boolean {
  return row !== undefined && row.key === key && row.agency === agency && row.kind === kind && row.desk === desk;
}
