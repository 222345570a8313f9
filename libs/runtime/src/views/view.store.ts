import type { Instant } from '#calendar';
import type { Position } from '#event-store';
import type { BesideKind } from '../stream.kind.ts';
import type { ClockFilter, QuietFilter } from './shared.lookup.ts';
import type { ChangedRow } from './shown.ts';
import type { DeskTally, TalliedCase, TallyFilter, TallySum } from './tally.ts';
import type { DeskSelectors, ViewRow } from './view.ts';

/** A line of a desk's timeline of a case. */
export interface TimelineRow {
  readonly desk: string;
  readonly caseId: string;
  readonly revision: number;
  readonly doc: string;
}

/** A running clock, for the clock runner. */
export interface DueClock {
  readonly id: string;
  /** Whom it belongs to: see `ownerOf`. */
  readonly caseId: string;
  readonly due: Instant;
}

/** A stream whose events could not be shown: it waits, the others go on. */
export interface Parked {
  readonly stream: string;
  readonly position: Position;
  readonly error: string;
}

/** A child's keyed match tag, and the case it stands in. */
export interface CaseTag {
  readonly tag: string;
  readonly caseId: string;
  /** The place sees the case: only then may it be pointed out as a possible duplicate. */
  readonly open: boolean;
}

/** What changes in the views. */
export interface ViewRows {
  readonly upserts: readonly ViewRow[];
  readonly deletes: readonly ViewRow[];
  readonly timeline: readonly TimelineRow[];
  readonly clocksRunning: readonly DueClock[];
  readonly clocksEnded: readonly string[];
  /** Match tags of children whose cases were opened. */
  readonly tags: readonly CaseTag[];
  readonly parked: readonly Parked[];
  /** Cases whose child was shredded: their match tags go, and none comes back. */
  readonly forgotten?: readonly string[];
  /** What tallies grow by, and the cells that cases are counted in now, or no longer. */
  readonly tallies?: readonly DeskTally[];
  readonly tallied?: readonly TalliedCase[];
  readonly untallied?: readonly TalliedCase[];
}

/** What a batch of events changes, all or nothing: rows, clocks and the checkpoint move together. */
export interface ViewCommit extends ViewRows {
  readonly from: Position | null;
  readonly to: Position;
  /** Whom the batch concerns beside its rows. */
  readonly told?: readonly ChangedRow[];
}

/** All whom a batch concerns. */
export function changedIn({ upserts, deletes, told = [] }: ViewCommit): readonly ChangedRow[] {
  return [...upserts, ...deletes, ...told];
}

/** One page of a list; `next` continues after its last row. */
export interface Page {
  readonly rows: readonly { readonly cursor: string; readonly doc: string }[];
  readonly hasNext: boolean;
}

/**
 * Reads a desk's rows, with that desk's rights and no others, cases that the officer is kept out of (回避) excepted. `agency` is the
 * reader's key: `readerOf`.
 */
export interface DeskReader {
  /** The inbox by due time, the soonest first. */
  inbox(agency: string, first: number, after?: string): Promise<Page>;
  /** The agency's cases, the one that moved last first. */
  cases(agency: string, first: number, after?: string): Promise<Page>;
  case(agency: string, caseId: string): Promise<string | null>;
  /** What the agency sees of one kind that stands beside its cases, the one that moved last first. */
  items(of: BesideKind, agency: string, first: number, after?: string): Promise<Page>;
  item(of: BesideKind, agency: string, id: string): Promise<string | null>;
  /** Breached clocks of a holder that the agency may cite, due from one moment to another. */
  breaches(agency: string, holder: string, from: string, until: string): Promise<readonly string[]>;
  /** One of them, by the id of the clock. */
  breach(agency: string, clockId: string): Promise<string | null>;
  /** Lines of a case that the agency sees; of any other, none. */
  timeline(agency: string, caseId: string): Promise<readonly string[]>;
}

/** Reads the rows that the agencies of a desk share, each as its `sharedKey` lets it. */
export interface SharedReader {
  /** Running clocks, the soonest due first. */
  clocks(reader: string, filter: ClockFilter, first: number, after?: string): Promise<Page>;
  /** Open cases of which nothing has been seen since a moment, the longest quiet first. */
  quiet(reader: string, filter: QuietFilter, first: number, after?: string): Promise<Page>;
  /** The agencies that anything is counted for. */
  talliedAgencies(reader: string, filter: TallyFilter): Promise<readonly string[]>;
  /** Sums over the agencies named: of all, by agency, by month, and by parts of the place with so many digits. */
  tallies(
    reader: string,
    filter: TallyFilter,
    agencies: readonly string[],
    digits: number,
  ): Promise<readonly TallySum[]>;
  /** Cases that are counted for an agency and that the reader sees, the one that moved last first. */
  talliedCases(reader: string, filter: TallyFilter, agency: string, first: number, after?: string): Promise<Page>;
}

/** Where views are kept. */
export interface ViewStore {
  checkpoint(): Promise<Position | null>;
  /** @throws Error when the checkpoint has moved meanwhile: somebody else projects too. */
  commit(commit: ViewCommit): Promise<void>;
  /** Forgets all rows and the checkpoint. */
  clear(): Promise<void>;
  /** Clocks that run and are due before a moment, the earliest first; the next page comes `after` the last of this one. */
  dueBefore(moment: Instant, limit: number, after?: Pick<DueClock, 'id' | 'due'>): Promise<readonly DueClock[]>;
  parked(): Promise<readonly Parked[]>;
  /** Cases in which a child carries one of these tags, the one opened first first. */
  tagged(tags: readonly string[]): Promise<readonly CaseTag[]>;
  /** All tags of these cases. */
  tagsOf(caseIds: readonly string[]): Promise<readonly CaseTag[]>;
  /** How far a process has come in the log. */
  processed(name: string): Promise<Position | null>;
  /** Remembers how far a process has come. */
  markProcessed(name: string, position: Position): Promise<void>;
  /** `barred`: cases that whoever reads is kept out of. */
  desk(name: string, barred?: ReadonlySet<string>): DeskReader;
  /** Where views outlive the process and can be built anew. */
  readonly renewable?: Renewable;
  /** @throws Error when there is no such desk, or its agencies share nothing. */
  shared(name: string, barred?: ReadonlySet<string>): SharedReader;
  close(): Promise<void>;
}

/** Views that are being built beside the live ones; nobody reads them until they are switched over. */
export interface ViewBuild {
  /** The desks whose views are built: all of them, or some. */
  readonly desks: readonly DeskSelectors[];
  /** Puts in rows of streams that are shown for the first time; two at once are under way. */
  fill(rows: ViewRows): Promise<void>;
  /** Makes keys and indexes, once all is filled; takes a while where there is much. */
  index(): Promise<void>;
  /**
   * Switches over in one transaction, once the indexes are there. The live views stand still meanwhile: `rest` is given their
   * position, writes what is still missing up to it, and says where the new views stand.
   *
   * @throws Error when some desks alone are built, and stand elsewhere than the others.
   */
  switchOver(
    rest: (live: Position | null, write: (rows: ViewRows) => Promise<void>) => Promise<Position | null>,
  ): Promise<void>;
  /** Drops what was built. */
  abandon(): Promise<void>;
}

/** Views that can be built anew beside the live ones. */
export interface Renewable {
  /** Desks whose rows were selected by another version of them than this program's (视图版本不同的工作台). */
  outdated(): Promise<readonly string[]>;
  /** Those of them of which nothing was selected by any version (尚无内容的工作台): tables were gone, or the desk is new. */
  empty(): Promise<readonly string[]>;
  /**
   * Begins to build the views of some desks, or of all.
   *
   * @throws RebuildUnderWay when another build is.
   */
  build(names?: readonly string[]): Promise<ViewBuild>;
}

/** Somebody else is building the views anew. */
export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay';
}

/** The views cannot be read now; asking again later may help. */
export class ViewsUnavailable extends Error {
  override readonly name = 'ViewsUnavailable';
}

/** A cursor that does not belong to the list it was given for. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

/** Cursors are opaque to callers: the sort key and the row's key, both ASCII. */
export function cursorOf(sort: string, key: string): string {
  return Buffer.from(`${sort} ${key}`, 'latin1').toString('base64url');
}

/** @throws BadCursor for what {@link cursorOf} never gives: Node skips what is not base64url, and one row has one cursor only. */
export function readCursor(cursor: string): readonly [sort: string, key: string] {
  const [, sort, key] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (!sort || !key || cursorOf(sort, key) !== cursor) throw new BadCursor('not a cursor of this list');
  return [sort, key];
}

/** A moment and an id, both plain ASCII: anything else would not even be text to the database. */
const CURSOR = /^([!-~]+) ([!-~]+)$/;
