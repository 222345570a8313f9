import type { AgencyDirectory } from '#access';
import { type CaseRecord, changedFields, type Fields, idTags, openToThePlace, type RecordedEvent } from '#case';
import type { KeyMinorRecord, LedgerEntryRecord, RecordedLedgerEvent, SurveyWorkRecord } from '#ledger';
import { countyOf, townshipOf } from '#policy';
import type { RecommendationRecord } from '#recommendation';
import type { CaseCache } from '../case.log.ts';
import {
  cases,
  type Folded,
  idOf,
  keyMinors,
  ledgerEntries,
  ownerOf,
  type Recorded,
  recommendations,
  type StreamKind,
  surveyWorks,
} from '../stream.kind.ts';
import {
  type Keep,
  type Offer,
  offerKeyMinor,
  offerLedgerEntry,
  offerRecommendation,
  offerRows,
  offerSurveyWork,
} from './rows.ts';
import { offerShared, type Told } from './shared.rows.ts';
import type { ShownEntry } from './shared.selectors.ts';
import type { CaseTag } from './view.store.ts';
import type { DeskSelectors } from './view.ts';

/** What showing leans on besides the record. */
export interface ShowingParts {
  readonly desks: readonly DeskSelectors[];
  readonly directory: AgencyDirectory;
  /** Folds of cases that commands are decided on, where that happens in the same process. */
  readonly folds?: Pick<CaseCache, 'shared'>;
}

/** A stream that is shown: its kind, and the id in its name. */
export interface Found {
  readonly kind: ShownKind;
  readonly id: string;
}

/** What one kind of stream shows: everything else of projecting is the same for all kinds. */
export interface ShownKind<R extends Folded = Folded> extends StreamKind<R> {
  /** Offers its rows at desks that have been told so much of it, but for those that are kept. */
  rows(record: R, told: Told, parts: ShowingParts, offer: Offer, keep?: Keep): void;
  /** The fields that have changed, where rows may be kept by what they were made of. */
  changed?(before: R, after: R): Fields;
  /** A line in a desk's timeline, or nothing: of an event, with the record after it and before. */
  entry(desk: DeskSelectors, event: Recorded, record: R, before: R): ShownEntry | null;
  /** The record as it is kept elsewhere in the process, so that memory holds it once; left out, it is not. */
  shared?(record: R, parts: ShowingParts): R;
  /** Match tags that have just become known. */
  tags(before: R, after: R): readonly CaseTag[];
}

const shownCases: ShownKind<CaseRecord> = {
  ...cases,
  rows: (record, told, { desks, directory }, offer, keep) => {
    offerRows(record, desks, directory, offer, keep);
    offerShared(record, told, desks, directory, offer);
  },
  changed: changedFields,
  entry: (desk, event, record, before) => desk.entry?.(event as RecordedEvent, record, before) ?? null,
  shared: (record, { folds }) => folds?.shared(record) ?? record,
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

const shownLedgerEntries: ShownKind<LedgerEntryRecord> = {
  ...ledgerEntries,
  rows: (record, _, { desks, directory }, offer) => offerLedgerEntry(record, desks, directory, offer),
  entry: (desk, event, record) => desk.ledgerEntry?.(event as RecordedLedgerEvent, record) ?? null,
  /** By the identity number alone: one child has one file, and likeness is no identity. By the cases it came of, besides. */
  tags: (before, after) => entryTags(ledgerEntries, ledgerTags, before, after),
};

const shownKeyMinors: ShownKind<KeyMinorRecord> = {
  ...keyMinors,
  rows: (record, _, { desks, directory }, offer) => offerKeyMinor(record, desks, directory, offer),
  entry: () => null, // it is in no timeline and no tally: to be counted is to be known of
  tags: (before, after) => entryTags(keyMinors, keyMinorTags, before, after),
};

interface Entry extends Folded, Pick<LedgerEntryRecord, 'child' | 'caseIds'> {}

function entryTags<R extends Entry>(
  kind: StreamKind<R>,
  tagsOf: (tags: readonly string[], division: string) => readonly string[],
  before: R,
  after: R,
): readonly CaseTag[] {
  const known = before.child === null ? tagsOf(after.child?.tags ?? [], after.division) : [];
  const cases = after.caseIds.filter((id) => !before.caseIds.includes(id)).map(entryOfCase);
  return [...known, ...cases].map((tag) => ({ tag, caseId: ownerOf(kind, after.id), open: false }));
}

/** The tag by which entries are found that came of a case, on the ledger and on the key-minor register. */
export function entryOfCase(caseId: string): string {
  return `ledger-of:${caseId}`;
}

/** Match tags of the key-minor register of a county: whoever looks for cases, or on the ledger, does not come upon them. */
export function keyMinorTags(tags: readonly string[], division: string): readonly string[] {
  return idTags(tags).map((tag) => `key-minor:${countyOf(division)}:${tag}`);
}

/** Match tags of the ledger of a township: whoever looks for cases does not come upon entries. */
export function ledgerTags(tags: readonly string[], division: string): readonly string[] {
  return idTags(tags).map((tag) => `ledger:${townshipOf(division)}:${tag}`);
}

const shownSurveyWorks: ShownKind<SurveyWorkRecord> = {
  ...surveyWorks,
  rows: (record, _, { desks, directory }, offer) => offerSurveyWork(record, desks, directory, offer),
  entry: () => null,
  tags: () => [],
};

const all: readonly ShownKind[] = [
  shownCases,
  shownRecommendations,
  shownLedgerEntries,
  shownKeyMinors,
  shownSurveyWorks,
];

/** The kind and id of a stream that is shown; undefined for one that is not, such as an audit stream. */
export function shownIn(stream: string): Found | undefined {
  for (const kind of all) {
    const id = idOf(kind, stream);
    if (id !== undefined) return { kind, id };
  }
  return undefined;
}
