import { hash } from 'node:crypto';
import type { AgencyDirectory, NamedAgency } from '#access';
import type { CaseRecord, Clock, RecordedEvent, Sealed } from '#case';
import type { KeyMinorRecord, LedgerEntryRecord, RecordedLedgerEvent, SurveyWorkRecord } from '#ledger';
import type { Agency, AgencyType } from '#policy';
import type { RecommendationRecord } from '#recommendation';
import type { ItemKind } from '../stream.kind.ts';
import { sharedKey } from './reader.key.ts';
import type { SharedAbout } from './shared.lookup.ts';
import type { SharedSelectors, ShownEntry } from './shared.selectors.ts';

/** What a desk shows of a clock in its inbox; names and clauses are looked up when it is read. */
export interface InboxEntry {
  readonly id: string;
  /** The case, or else the recommendation or the ledger entry, that it is counted in. */
  readonly caseId?: string;
  readonly recommendationId?: string;
  readonly ledgerEntryId?: string;
  readonly surveyWorkId?: string;
  readonly clock: Clock;
  /** What the agency is asked to decide, where the desk shows it with the clock; personal fields sealed. */
  readonly asked?: object;
  /** What the agency is asked to supply or to answer, where the desk shows it with the clock; sealed. */
  readonly wanted?: Sealed;
}

/** One desk's pure selectors over the whole record. A field that they do not copy never reaches the desk's tables. */
export interface DeskSelectors {
  readonly name: string;
  /** Raised when what is selected changes: the desk's rows are then built anew. */
  readonly version: number;
  readonly agencies: readonly AgencyType[];
  /** Which agencies work at it, where their type alone does not say. */
  readonly works?: (agency: Pick<Agency, 'type' | 'division'>) => boolean;
  /** What one agency may see of a case, or nothing. Asked only for agencies that have some relation to it. */
  readonly view: (record: CaseRecord, agency: NamedAgency, directory: AgencyDirectory) => object | null;
  /** Its rows may say until when their reader sees them: `withinTime`. */
  readonly readsForATime?: boolean;
  /** Where agencies share their rows: of a case, none has any of its own but what `own` selects. */
  readonly shared?: SharedSelectors;
  /** Where rows are shared: what in a case waits for one agency and is shown to no other, if there is such a thing. */
  readonly own?: (record: CaseRecord, agency: NamedAgency) => readonly Pick<InboxEntry, 'clock' | 'asked' | 'wanted'>[];
  /** The clocks that wait for one agency, of those that run; by default those it is charged with. */
  readonly waiting?: (record: CaseRecord, agency: NamedAgency, running: readonly Clock[]) => readonly Clock[];
  /** A line in the timeline, or nothing; the same for every agency of the desk. */
  readonly entry?: (event: RecordedEvent, record: CaseRecord, before: CaseRecord) => ShownEntry | null;
  /** A line of what a ledger entry counts for, where rows are shared: only tallies are made of it, and nobody is shown it. */
  readonly ledgerEntry?: (event: RecordedLedgerEvent, record: LedgerEntryRecord) => ShownEntry | null;
  /** Breached clocks of other agencies that an agency of this desk may cite in a recommendation. */
  readonly breached?: (record: CaseRecord, agency: NamedAgency) => readonly Clock[];
  /** What an agency of this desk may see of a recommendation, and the clocks of it that wait for the agency. */
  readonly recommendation?: ItemSelectors<RecommendationRecord>;
  /** The same of a child's entry on the ledger; left out, the desk has nothing to do with it. */
  readonly ledger?: ItemSelectors<LedgerEntryRecord>;
  /** The same of a child's entry on the key-minor register. */
  readonly keyMinor?: ItemSelectors<KeyMinorRecord>;
  /** And of the survey work of its county. */
  readonly surveyWork?: ItemSelectors<SurveyWorkRecord>;
}

/** What an agency may see of something that is no case, and the clocks of it that wait for the agency. */
export interface ItemSelectors<R> {
  readonly view: (record: R, agency: NamedAgency) => object | null;
  readonly waiting: (record: R, agency: NamedAgency) => readonly Clock[];
}

/** A row of a desk's tables: what one agency sees of one item. */
export interface ViewRow {
  readonly desk: string;
  /** The agency that reads it, or a `sharedKey`. */
  readonly agency: string;
  readonly kind: ItemKind | 'inbox' | 'shared-case' | 'shared-clock' | 'breach';
  readonly key: string;
  /** Whom the row belongs to: see `ownerOf`. */
  readonly caseId: string;
  /** Inbox, clock, breach: the due time. Case, recommendation: the newest moment that the agency sees in it. */
  readonly sort: string;
  /** JSON, personal fields still sealed. */
  readonly doc: string;
  /** What a shared row is looked up by. */
  readonly about?: SharedAbout;
}

/** Whether an agency works at a desk. */
export function worksAt(
  { agencies, works }: Pick<DeskSelectors, 'agencies' | 'works'>,
  agency: Pick<Agency, 'type' | 'division'>,
): boolean {
  return works ? works(agency) : agencies.includes(agency.type);
}

/** The key under which an agency reads at a desk: its id or, where rows are shared, its audience and place. */
export function readerOf({ shared }: Pick<DeskSelectors, 'shared'>, agency: NamedAgency): string {
  return shared ? sharedKey(shared.audience(agency), agency.division) : agency.id;
}

/**
 * The version of a case as one agency sees it (个案版本). It changes with what that agency sees and with nothing else, so that
 * hidden work leaves no trace in it.
 */
export function versionOf(seen: object): string {
  return versionOfText(JSON.stringify(seen));
}

/** The same of what is JSON already. */
export function versionOfText(seen: string): string {
  return hash('sha256', seen, 'base64url').slice(0, 16);
}
