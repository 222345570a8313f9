import type { AgencyDirectory } from '#access';
import { type CaseRecord, openToThePlace, type RecordedEvent } from '#case';
import type { RecommendationRecord } from '#recommendation';
import { cases, type Folded, idOf, type Recorded, recommendations, type StreamKind } from '../stream.kind.ts';
import { type Offer, offerRecommendation, offerRows } from './rows.ts';
import { offerShared, type Told } from './shared.rows.ts';
import type { ShownEntry } from './shared.ts';
import type { CaseTag } from './view.store.ts';
import type { DeskSelectors } from './view.ts';

/** What showing leans on besides the record. */
export interface ShowingParts {
  readonly desks: readonly DeskSelectors[];
  readonly directory: AgencyDirectory;
}

/** A stream that is shown: its kind, and the id in its name. */
export interface Found {
  readonly kind: ShownKind;
  readonly id: string;
}

/** What one kind of stream shows: everything else of projecting is the same for all kinds. */
export interface ShownKind<R extends Folded = Folded> extends StreamKind<R> {
  /** Offers its rows at desks that have been told so much of it. */
  rows(record: R, told: Told, parts: ShowingParts, offer: Offer): void;
  /** A line in a desk's timeline, or nothing. */
  entry(desk: DeskSelectors, event: Recorded, record: R): ShownEntry | null;
  /** Match tags that have just become known. */
  tags(before: R, after: R): readonly CaseTag[];
}

const shownCases: ShownKind<CaseRecord> = {
  ...cases,
  rows: (record, told, { desks, directory }, offer) => {
    offerRows(record, desks, directory, offer);
    offerShared(record, told, desks, directory, offer);
  },
  entry: (desk, event, record) => desk.entry?.(event as RecordedEvent, record) ?? null,
  /** Tags of a child that has just become known, or whose case the place has just come to see. */
  tags: (before, after) => {
    const open = openToThePlace(after);
    if (before.child !== null && openToThePlace(before) === open) return [];
    return [...new Set(after.child?.tags)].map((tag) => ({ tag, caseId: after.id, open }));
  },
};

const shownRecommendations: ShownKind<RecommendationRecord> = {
  ...recommendations,
  rows: (record, _, { desks, directory }, offer) => offerRecommendation(record, desks, directory, offer),
  entry: () => null,
  tags: () => [],
};

const all: readonly ShownKind[] = [shownCases, shownRecommendations];

/** The kind and id of a stream that is shown; undefined for one that is not, such as an audit stream. */
export function shownIn(stream: string): Found | undefined {
  for (const kind of all) {
    const id = idOf(kind, stream);
    if (id !== undefined) return { kind, id };
  }
  return undefined;
}
