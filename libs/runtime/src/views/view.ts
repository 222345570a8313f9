import { hash } from 'node:crypto';
import type { AgencyDirectory, NamedAgency } from '#access';
import {
  type CaseRecord,
  type Clock,
  partiesOf,
  type RecordedEvent,
  relationsOf,
  runningClocks,
  territorialTypes,
} from '#case';
import { type LedgerEntryRecord, ledgerTypes, type SurveyWorkRecord } from '#ledger';
import type { Agency, AgencyType } from '#policy';
import { type RecommendationRecord, recommendationParties, recommendationTypes } from '#recommendation';
import { type Folded, ledgerEntries, recommendations, type StreamKind, surveyWorks } from '../stream.kind.ts';
import { type SharedAbout, type SharedSelectors, type ShownEntry, sharedKey } from './shared.ts';

/** What a desk shows of a clock in its inbox; names and clauses are looked up when it is read. */
export interface InboxEntry {
  readonly id: string;
  /** The case, or else the recommendation or the ledger entry, that it is counted in. */
  readonly caseId?: string;
  readonly recommendationId?: string;
  readonly ledgerEntryId?: string;
  readonly surveyWorkId?: string;
  readonly clock: Clock;
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
  /** Where agencies share their rows: then no agency has any of its own. */
  readonly shared?: SharedSelectors;
  /** The clocks that wait for one agency; by default those it is charged with. */
  readonly waiting?: (record: CaseRecord, agency: NamedAgency) => readonly Clock[];
  /** A line in the timeline, or nothing; the same for every agency of the desk. */
  readonly entry?: (event: RecordedEvent, record: CaseRecord) => ShownEntry | null;
  /** Breached clocks of other agencies that an agency of this desk may cite in a recommendation. */
  readonly breached?: (record: CaseRecord, agency: NamedAgency) => readonly Clock[];
  /** What an agency of this desk may see of a recommendation, and the clocks of it that wait for the agency. */
  readonly recommendation?: ItemSelectors<RecommendationRecord>;
  /** The same of a child's entry on the ledger; left out, the desk has nothing to do with it. */
  readonly ledger?: ItemSelectors<LedgerEntryRecord>;
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
  readonly kind:
    | 'case'
    | 'inbox'
    | 'shared-case'
    | 'shared-clock'
    | 'recommendation'
    | 'ledger-entry'
    | 'survey-work'
    | 'breach';
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

/** The agencies of a desk that a case concerns: those in it, and those who answer for the place. */
function concerned(record: CaseRecord, desk: DeskSelectors, directory: AgencyDirectory): readonly NamedAgency[] {
  const named = [...partiesOf(record)].map((id) => directory.get(id)).filter((agency) => agency !== undefined);
  const types = desk.agencies.filter((type) => territorialTypes.includes(type));
  const placed = directory.covering(types, record.division);
  const all = new Map([...named, ...placed].map((agency) => [agency.id, agency]));
  return [...all.values()].filter((agency) => worksAt(desk, agency) && relationsOf(record, agency).size > 0);
}

/**
 * The version of a case as one agency sees it (个案版本). It changes with what that agency sees and with nothing else, so that
 * hidden work leaves no trace in it.
 */
export function versionOf(seen: object): string {
  return versionOfText(JSON.stringify(seen));
}

function versionOfText(seen: string): string {
  return hash('sha256', seen, 'base64url').slice(0, 16);
}

/** What is kept of what an agency sees: its JSON with the version in it, written once. */
function docOf(seen: object): string {
  const text = JSON.stringify(seen);
  const start = text === '{}' ? '{' : `${text.slice(0, -1)},`;
  return `${start}"version":"${versionOfText(text)}"}`;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}\+08:00$/;
const WIDTH = '2025-03-03T09:00:00.000+08:00'.length;

/**
 * The newest moment that the reader sees in a case. Lists are sorted by it and not by the last event, so that a hidden event does
 * not move a case up the list.
 */
function newestIn(seen: unknown, newest = '0'): string {
  if (typeof seen === 'string') return seen.length === WIDTH && seen > newest && MOMENT.test(seen) ? seen : newest;
  if (typeof seen !== 'object' || seen === null) return newest;
  let found = newest;
  if (Array.isArray(seen)) {
    for (const value of seen) found = newestIn(value, found);
    return found;
  }
  for (const key of Object.keys(seen)) {
    if (key !== 'due' && key !== 'yellowAt') found = newestIn((seen as Record<string, unknown>)[key], found); // yet to come
  }
  return found;
}

const charged = (record: CaseRecord, agency: NamedAgency) =>
  runningClocks(record).filter(({ holder }) => holder === agency.id);

/** Every row that a case has at every desk, by a key of its own. */
export function rowsOf(
  record: CaseRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
): ReadonlyMap<string, ViewRow> {
  const rows = new Map<string, ViewRow>();
  if (record.status === 'none') return rows;
  const put = (row: ViewRow) => rows.set(`${row.desk} ${row.agency} ${row.kind} ${row.key}`, row);
  for (const desk of desks) {
    if (desk.shared) continue;
    for (const agency of concerned(record, desk, directory)) {
      const seen = desk.view(record, agency, directory);
      if (!seen) continue;
      const base = { desk: desk.name, agency: agency.id, caseId: record.id };
      const doc = docOf(seen);
      put({ ...base, kind: 'case', key: record.id, sort: newestIn(seen), doc });
      for (const clock of (desk.waiting ?? charged)(record, agency)) {
        const entry: InboxEntry = { id: clock.id, caseId: record.id, clock };
        put({ ...base, kind: 'inbox', key: clock.id, sort: clock.due, doc: JSON.stringify(entry) });
      }
      for (const { id: clockId, clock, due, holder } of desk.breached?.(record, agency) ?? []) {
        const doc = JSON.stringify({ caseId: record.id, clockId, clock, due, holder });
        put({ ...base, kind: 'breach', key: clockId, sort: due, doc });
      }
    }
  }
  return rows;
}

/** Every row that a recommendation has at every desk. */
export function recommendationRows(
  record: RecommendationRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
): ReadonlyMap<string, ViewRow> {
  const parties = recommendationParties(record).map((id) => directory.get(id));
  const agencies = [...parties, ...directory.covering(recommendationTypes, record.division)];
  return itemRows(record, recommendations, agencies, desks, (desk) => desk.recommendation);
}

/** Every row that a ledger entry has at every desk. */
export function ledgerRows(
  record: LedgerEntryRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
): ReadonlyMap<string, ViewRow> {
  const agencies = directory.covering(ledgerTypes, record.division);
  return itemRows(record, ledgerEntries, agencies, desks, (desk) => desk.ledger);
}

/** Every row that a county's survey work has at every desk. */
export function surveyWorkRows(
  record: SurveyWorkRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
): ReadonlyMap<string, ViewRow> {
  const departments = record.departments.map(({ agency }) => directory.get(agency));
  const agencies = [...departments, ...directory.covering(['CA'], record.division)];
  return itemRows(record, surveyWorks, agencies, desks, (desk) => desk.surveyWork);
}

const ID_FIELD = {
  recommendation: 'recommendationId',
  'ledger-entry': 'ledgerEntryId',
  'survey-work': 'surveyWorkId',
} as const;

/** The rows of what is no case, at the desk of each agency that it concerns. */
function itemRows<R extends Folded>(
  record: R,
  kind: StreamKind<R>,
  concerned: readonly (NamedAgency | undefined)[],
  desks: readonly DeskSelectors[],
  selectorsOf: (desk: DeskSelectors) => ItemSelectors<R> | undefined,
): ReadonlyMap<string, ViewRow> {
  const rows = new Map<string, ViewRow>();
  const { of, prefix } = kind;
  if (record.status === 'none' || of === 'case') return rows;
  const put = (row: ViewRow) => rows.set(`${row.desk} ${row.agency} ${row.kind} ${row.key}`, row);
  const named = concerned.filter((agency) => agency !== undefined);
  const all = new Map(named.map((agency) => [agency.id, agency]));
  for (const agency of all.values()) {
    const desk = desks.find((one) => worksAt(one, agency));
    const selectors = desk && selectorsOf(desk);
    const seen = selectors?.view(record, agency);
    if (!selectors || !seen) continue;
    const base = { desk: desk.name, agency: agency.id, caseId: `${prefix}${record.id}` };
    put({ ...base, kind: of, key: record.id, sort: newestIn(seen), doc: docOf(seen) });
    for (const clock of selectors.waiting(record, agency)) {
      const entry: InboxEntry = { id: clock.id, [ID_FIELD[of]]: record.id, clock };
      put({ ...base, kind: 'inbox', key: clock.id, sort: clock.due, doc: JSON.stringify(entry) });
    }
  }
  return rows;
}
