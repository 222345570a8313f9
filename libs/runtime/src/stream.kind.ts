import { type CaseRecord, evolve, noCase, type RecordedEvent } from '#case';
import type { EventStore, NewEvent, StoredEvent } from '#event-store';
import {
  evolveKeyMinor,
  evolveLedgerEntry,
  evolveSurveyWork,
  type KeyMinorRecord,
  type LedgerEntryRecord,
  noKeyMinor,
  noLedgerEntry,
  noSurveyWork,
  type RecordedKeyMinorEvent,
  type RecordedLedgerEvent,
  type RecordedSurveyWorkEvent,
  type SurveyWorkRecord,
} from '#ledger';
import {
  evolveRecommendation,
  noRecommendation,
  type RecommendationRecord,
  type RecordedRecommendationEvent,
} from '#recommendation';

/** What every stream that is decided on and shown folds to, as far as the runtime looks into it. */
export interface Folded extends Pick<CaseRecord, 'id' | 'revision' | 'at' | 'division' | 'clocks' | 'answers'> {
  readonly status: string;
}

/** An event as it was decided, of whatever kind. */
export type Recorded =
  | RecordedEvent
  | RecordedRecommendationEvent
  | RecordedLedgerEvent
  | RecordedKeyMinorEvent
  | RecordedSurveyWorkEvent;

/** What a stream may be of. */
export type ItemKind = 'case' | 'recommendation' | 'ledger-entry' | 'key-minor' | 'survey-work';
/** What is no case. */
export type BesideKind = Exclude<ItemKind, 'case'>;

/** A kind of stream (流的种类): how its streams are named, and how their events fold. */
export interface StreamKind<R extends Folded = Folded> {
  readonly of: ItemKind;
  readonly prefix: string;
  none(id: string): R;
  evolve(record: R, event: Recorded): R;
}

/** 个案. */
export const cases: StreamKind<CaseRecord> = {
  of: 'case',
  prefix: 'case-',
  none: noCase,
  evolve: (record, event) => evolve(record, event as RecordedEvent),
};

/** 建议. */
export const recommendations: StreamKind<RecommendationRecord> = {
  of: 'recommendation',
  prefix: 'recommendation-',
  none: noRecommendation,
  evolve: (record, event) => evolveRecommendation(record, event as RecordedRecommendationEvent),
};

/** 台账. */
export const ledgerEntries: StreamKind<LedgerEntryRecord> = {
  of: 'ledger-entry',
  prefix: 'ledger-entry-',
  none: noLedgerEntry,
  evolve: (record, event) => evolveLedgerEntry(record, event as RecordedLedgerEvent),
};

/** 重点未成年人台账. */
export const keyMinors: StreamKind<KeyMinorRecord> = {
  of: 'key-minor',
  prefix: 'key-minor-',
  none: noKeyMinor,
  evolve: (record, event) => evolveKeyMinor(record, event as RecordedKeyMinorEvent),
};

/** 摸排机制. */
export const surveyWorks: StreamKind<SurveyWorkRecord> = {
  of: 'survey-work',
  prefix: 'survey-work-',
  none: noSurveyWork,
  evolve: (record, event) => evolveSurveyWork(record, event as RecordedSurveyWorkEvent),
};

/** Every kind but cases. */
const BESIDE_CASES: readonly StreamKind[] = [recommendations, ledgerEntries, keyMinors, surveyWorks];

/** The stream of a record; its name says nothing of persons. */
export function streamOf({ prefix }: Pick<StreamKind, 'prefix'>, id: string): string {
  return `${prefix}${id}`;
}

/** The id that a stream of a kind carries, or undefined for a stream of another kind. */
export function idOf({ prefix }: Pick<StreamKind, 'prefix'>, stream: string): string | undefined {
  return stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined;
}

/**
 * Whom rows and clocks belong to (归属): a case by its id, since cases came first; any other record by the name of its stream.
 */
export function ownerOf(kind: StreamKind, id: string): string {
  return kind.prefix === cases.prefix ? id : streamOf(kind, id);
}

/** The kind and id that an owner stands for. */
export function owned(owner: string): { readonly kind: StreamKind; readonly id: string } {
  for (const kind of BESIDE_CASES) {
    const id = idOf(kind, owner);
    if (id !== undefined) return { kind, id };
  }
  return { kind: cases, id: owner };
}

/** Kinds whose records speak of a child (涉及儿童的流). */
const OF_CHILDREN: readonly StreamKind[] = [cases, ledgerEntries, keyMinors];

/** The streams in which a record of a child may be that has this id: ids say nothing of their kind. */
export function streamsOfChild(id: string): readonly string[] {
  return OF_CHILDREN.map((kind) => streamOf(kind, id));
}

/** Whom a record of a child may be that has this id, as `ownerOf` has it: ids say nothing of their kind. */
export function ownersOfChild(id: string): readonly string[] {
  return OF_CHILDREN.map((kind) => ownerOf(kind, id));
}

/** Whom a stream that speaks of a child belongs to, as `ownerOf` has it; undefined for any other stream. */
export function childOwnerOf(stream: string): string | undefined {
  for (const kind of OF_CHILDREN) {
    const id = idOf(kind, stream);
    if (id !== undefined) return ownerOf(kind, id);
  }
  return undefined;
}

/** What the log holds is what was decided: such events are written by this program alone. */
export function recordedIn(stored: Pick<StoredEvent, 'type' | 'data' | 'meta'>): Recorded {
  return { type: stored.type, data: stored.data, meta: stored.meta } as Recorded;
}

export function newEvent(id: string, { type, data, meta }: Recorded): NewEvent {
  return { id, type, data, meta };
}

/** Reads a record from its stream; with a cached fold, only what came after it. */
export async function readRecord<R extends Folded>(
  kind: StreamKind<R>,
  store: EventStore,
  id: string,
  known?: R,
): Promise<R> {
  const from = known ?? kind.none(id);
  const events = await store.read(streamOf(kind, id), from.revision + 1);
  return folded(kind, from, events);
}

/** A record after more events of its stream. */
export function folded<R extends Folded>(
  kind: Pick<StreamKind<R>, 'evolve'>,
  record: R,
  events: readonly Pick<StoredEvent, 'type' | 'data' | 'meta'>[],
): R {
  return events.reduce((newest, stored) => kind.evolve(newest, recordedIn(stored)), record);
}
