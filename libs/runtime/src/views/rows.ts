import { hash } from 'node:crypto';
import type { AgencyDirectory, NamedAgency } from '#access';
import {
  type CaseRecord,
  type Clock,
  type Fields,
  partiesOf,
  type Relation,
  relationsOf,
  runningClocks,
  territorialTypes,
  WatchedRecord,
} from '#case';
import { type KeyMinorRecord, type LedgerEntryRecord, ledgerTypes, type SurveyWorkRecord } from '#ledger';
import { type RecommendationRecord, recommendationParties, recommendationTypes } from '#recommendation';
import {
  type Folded,
  keyMinors,
  ledgerEntries,
  recommendations,
  type StreamKind,
  streamOf,
  surveyWorks,
} from '../stream.kind.ts';
import {
  type DeskSelectors,
  type InboxEntry,
  type ItemSelectors,
  type ViewRow,
  versionOfText,
  worksAt,
} from './view.ts';

/** Where a row stands. */
export type RowPlace = Pick<ViewRow, 'desk' | 'agency' | 'kind' | 'key' | 'caseId'>;

/** What a row holds, and what it is sorted and looked up by. */
export type Held = Omit<ViewRow, keyof RowPlace>;

/** What an agency was shown a case by: who it is, how it stands to the case, and the fields that were read. */
export interface Sources {
  readonly agency: NamedAgency;
  readonly relations: ReadonlySet<Relation>;
  readonly read: Fields;
}

/** What a row holds, made when it is asked for: most rows of a case that moves are as they were. */
export interface Content {
  readonly sources?: Sources;
  /** Short; another one whenever the row holds something else. */
  stamp(): string;
  held(): Held;
}

/** Takes the rows of a record one by one. */
export type Offer = (place: RowPlace, content: Content) => void;

/** Whether a row is there and would hold what it holds, by who is shown it: it is then kept, and not offered. */
export type Keep = (place: RowPlace, to: Omit<Sources, 'read'>) => boolean;

/** Names a row among all. */
export function rowKey({ desk, agency, kind, key }: Omit<RowPlace, 'caseId'>): string {
  return `${desk} ${agency} ${kind} ${key}`;
}

/** All rows that are offered, by their keys. */
export function gathered(offering: (offer: Offer) => void): ReadonlyMap<string, ViewRow> {
  const rows = new Map<string, ViewRow>();
  offering((place, content) => rows.set(rowKey(place), { ...place, ...content.held() }));
  return rows;
}

/** Every row that a case has at the desks and that is one agency's alone. */
export function offerRows(
  record: CaseRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
  offer: Offer,
  keep: Keep = () => false,
): void {
  if (record.status === 'none') return;
  const running = runningClocks(record);
  for (const agency of around(record, directory)) {
    const relations = relationsOf(record, agency);
    if (relations.size === 0) continue;
    for (const desk of desks) {
      if (!worksAt(desk, agency)) continue;
      if (desk.shared) {
        const row = { desk: desk.name, agency: agency.id, caseId: record.id, kind: 'inbox' } as const;
        for (const own of desk.own?.(record, agency) ?? []) {
          offerClock({ id: own.clock.id, caseId: record.id, ...own }, row, offer);
        }
        continue;
      }
      const base = { desk: desk.name, agency: agency.id, caseId: record.id };
      const place: RowPlace = { ...base, kind: 'case', key: record.id };
      if (!keep(place, { agency, relations })) {
        const shown = WatchedRecord.watch(record, agency);
        const seen = desk.view(shown.record, agency, directory);
        if (!seen) continue;
        offerSeen(seen, place, offer, { agency, relations, read: shown.read() });
      }
      const waiting = desk.waiting?.(record, agency, running) ?? running.filter(({ holder }) => holder === agency.id);
      for (const clock of waiting) {
        offerClock({ id: clock.id, caseId: record.id, clock }, { ...base, kind: 'inbox' }, offer);
      }
      for (const { id: clockId, clock, due, holder } of desk.breached?.(record, agency) ?? []) {
        const doc = JSON.stringify({ caseId: record.id, clockId, clock, due, holder });
        offer({ ...base, kind: 'breach', key: clockId }, { stamp: () => doc, held: () => ({ sort: due, doc }) });
      }
    }
  }
}

/** Every row that a recommendation has at every desk. */
export function offerRecommendation(
  record: RecommendationRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
  offer: Offer,
): void {
  const parties = recommendationParties(record).map((id) => directory.get(id));
  const agencies = [...parties, ...directory.covering(recommendationTypes, record.division)];
  offerItem(record, recommendations, { agencies, desks, of: (desk) => desk.recommendation }, offer);
}

/** Every row that a ledger entry has at every desk. */
export function offerLedgerEntry(
  record: LedgerEntryRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
  offer: Offer,
): void {
  const agencies = directory.covering(ledgerTypes, record.division);
  offerItem(record, ledgerEntries, { agencies, desks, of: (desk) => desk.ledger }, offer);
}

/** Every row that an entry on the key-minor register has: at the desks of those whose duty it is in the place, and of nobody else. */
export function offerKeyMinor(
  record: KeyMinorRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
  offer: Offer,
): void {
  const agencies = directory.covering(record.duty, record.division);
  offerItem(record, keyMinors, { agencies, desks, of: (desk) => desk.keyMinor }, offer);
}

/** Every row that a county's survey work has at every desk. */
export function offerSurveyWork(
  record: SurveyWorkRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
  offer: Offer,
): void {
  const departments = record.departments.map(({ agency }) => directory.get(agency));
  const agencies = [...departments, ...directory.covering(['CA'], record.division)];
  offerItem(record, surveyWorks, { agencies, desks, of: (desk) => desk.surveyWork }, offer);
}

const ID_FIELD = {
  recommendation: 'recommendationId',
  'ledger-entry': 'ledgerEntryId',
  'key-minor': 'keyMinorEntryId',
  'survey-work': 'surveyWorkId',
} as const;

interface Concerned<R> {
  readonly agencies: readonly (NamedAgency | undefined)[];
  readonly desks: readonly DeskSelectors[];
  readonly of: (desk: DeskSelectors) => ItemSelectors<R> | undefined;
}

/** The rows of what is no case, at the desk of each agency that it concerns. */
function offerItem<R extends Folded>(
  record: R,
  kind: StreamKind<R>,
  { agencies, desks, of: selectorsOf }: Concerned<R>,
  offer: Offer,
): void {
  if (record.status === 'none' || kind.of === 'case') return;
  const named = agencies.filter((agency) => agency !== undefined);
  for (const agency of new Map(named.map((one) => [one.id, one])).values()) {
    const desk = desks.find((one) => worksAt(one, agency));
    const selectors = desk && selectorsOf(desk);
    const seen = selectors?.view(record, agency);
    if (!selectors || !seen) continue;
    const base = { desk: desk.name, agency: agency.id, caseId: streamOf(kind, record.id) };
    offerSeen(seen, { ...base, kind: kind.of, key: record.id }, offer);
    for (const clock of selectors.waiting(record, agency)) {
      offerClock({ id: clock.id, [ID_FIELD[kind.of]]: record.id, clock }, { ...base, kind: 'inbox' }, offer);
    }
  }
}

/** Every row that a case has at every desk, by a key of its own. */
export function rowsOf(
  record: CaseRecord,
  desks: readonly DeskSelectors[],
  directory: AgencyDirectory,
): ReadonlyMap<string, ViewRow> {
  return gathered((offer) => offerRows(record, desks, directory, offer));
}

/** The agencies that a case may concern: those who answer for the place, and those in it. */
function around(record: CaseRecord, directory: AgencyDirectory): readonly NamedAgency[] {
  const agencies = [...directory.covering(territorialTypes, record.division)];
  for (const id of partiesOf(record)) {
    const agency = directory.get(id);
    if (agency && !agencies.some((there) => there.id === id)) agencies.push(agency);
  }
  return agencies;
}

/** A case, or a recommendation, as one agency sees it, with its version in it. */
function offerSeen(seen: object, place: RowPlace, offer: Offer, sources?: Sources): void {
  const text = JSON.stringify(seen);
  const version = versionOfText(text);
  const held = () => ({ sort: newestIn(seen), doc: extended(text, `"version":"${version}"`) });
  offer(place, { stamp: () => version, held, sources });
}

/** JSON of an object with more fields in it, which are JSON already. */
export function extended(text: string, fields: string): string {
  return text === '{}' ? `{${fields}}` : `${text.slice(0, -1)},${fields}}`;
}

/** A clock in a list that is sorted by due time. */
export function offerClock(
  entry: InboxEntry,
  place: Omit<RowPlace, 'key'>,
  offer: Offer,
  about?: ViewRow['about'],
): void {
  const { clock, asked, wanted } = entry;
  const stamp = () => (asked || wanted ? `${stampOf(clock)} ${JSON.stringify({ asked, wanted })}` : stampOf(clock));
  const held = () => ({ sort: clock.due, doc: JSON.stringify(entry), ...(about && { about }) });
  offer({ ...place, key: clock.id }, { stamp, held });
}

/** A clock that nothing has happened to is the same object as before. */
const stamps = new WeakMap<Clock, string>();

function stampOf(clock: Clock): string {
  let stamp = stamps.get(clock);
  if (stamp === undefined) {
    stamp = hash('sha1', JSON.stringify(clock), 'base64');
    stamps.set(clock, stamp);
  }
  return stamp;
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
