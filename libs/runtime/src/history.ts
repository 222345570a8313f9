import { createHash } from 'node:crypto';
import type { AgencyDirectory, NamedAgency, Officer } from '#access';
import { type CaseRecord, evolve, noCase, relationsOf } from '#case';
import { type EventStore, type Position, type StoredEvent, StoreError } from '#event-store';
import { NOTHING, recordText } from '#transparency';
import { caseOfStream, caseStream, recordedEvent } from './case.log.ts';
import { derivedId } from './derived.id.ts';
import type { Host } from './host.ts';
import { isOverAt } from './views/read.until.ts';
import { rowsOf } from './views/rows.ts';
import type { Shown } from './views/shown.ts';
import { BadCursor } from './views/view.store.ts';
import type { DeskSelectors, ViewRow } from './views/view.ts';

/** What an agency's desk showed of a case at two moments: its rows, personal fields sealed; none where it showed nothing. */
export interface SeenChange {
  readonly before: readonly ViewRow[];
  readonly now: readonly ViewRow[];
}

/**
 * A place in the log that others keep (书签), and by what it is known again: after the log was restored to an earlier moment another
 * event may stand there.
 */
export interface Bookmark {
  readonly position: Position;
  /** A digest of the event there, with when it was recorded and what is sealed in it: no event is written twice alike. */
  readonly mark: string;
}

/** A bookmark of a log that is no longer, or that has not come so far: what was recorded instead would be missed. */
export class OtherLog extends Error {
  override readonly name = 'OtherLog';
}

/** Cases that moved after a bookmark, as far as desks show it. */
export interface Moved {
  readonly caseIds: readonly string[];
  /** Everything up to here was looked at. */
  readonly until: Bookmark | null;
  readonly more: boolean;
}

/** What an agency acknowledges: a piece of work in the version that it stored (签收). */
export interface Receipt {
  readonly caseId: string;
  readonly itemId: string;
  readonly version: string;
}

/** What changed in what agencies see, for those who read on from where they stopped (所见变化). */
export interface History {
  /** How far desks show the log; null for an empty one. @throws StoreError `unavailable` while they show another log than there is. */
  bookmark(): Promise<Bookmark | null>;
  /** @throws BadCursor when it is no place in any log of this engine, OtherLog when it is one of another. */
  check(bookmark: Bookmark): Promise<void>;
  /** @throws OtherLog when the log ends before it. */
  moved(after: Bookmark | null): Promise<Moved>;
  /** What a case was to an agency's desk as of a position, and what it is now. */
  seen(desk: string, agency: NamedAgency, caseId: string, as: Position | null): Promise<SeenChange>;
  /** Keeps a receipt in the agency's audit stream; no clock knows of it. */
  acknowledge(officer: Officer, receipt: Receipt): Promise<void>;
}

export interface HistoryParts {
  readonly store: EventStore;
  readonly desks: readonly DeskSelectors[];
  readonly directory: AgencyDirectory;
  readonly shown: Pick<Shown, 'position'>;
  readonly host: Host;
}

const AT_ONCE = 500;
const MARK_LENGTH = 22; // 128 bits

function bookmarkOf(event: StoredEvent): Bookmark {
  const mark = createHash('sha256').update(recordText(event, NOTHING)).digest('base64url').slice(0, MARK_LENGTH);
  return { position: event.position, mark };
}

/** Asks the log for what lies at or after a position that may be of another log: what it says then is told apart from a fault. */
async function asked<T>(answer: Promise<T>, unknown: new (message: string) => Error): Promise<T> {
  return answer.catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'invalid' ? new unknown(error.message) : error;
  });
}

/** A desk whose agencies share rows, as if each had its own: the case as it may see it, and the clocks that it is charged with itself. */
function asOwn({ shared, ...desk }: DeskSelectors, directory: AgencyDirectory): DeskSelectors {
  if (!shared) return desk;
  const waiting: DeskSelectors['waiting'] = (record, agency, running) => {
    // what is shared does not name holders that reported: who holds it is looked up in the record
    const shown = new Set(shared.clocks(record, shared.audience(agency), directory).map(({ id }) => id));
    return running.filter(({ id, holder }) => holder === agency.id && shown.has(id));
  };
  return { ...desk, waiting };
}

/** What an agency's desk shows of a case, where agencies share rows as well; none where it shows nothing. */
export function ownRows(
  record: CaseRecord,
  desk: DeskSelectors,
  agency: NamedAgency,
  directory: AgencyDirectory,
): readonly ViewRow[] {
  if (relationsOf(record, agency).size === 0) return [];
  const rows = new Map(rowsOf(record, [asOwn(desk, directory)], directory));
  // of shared rows these are what waits for one agency and is shown to no other
  if (desk.shared) for (const [key, row] of rowsOf(record, [desk], directory)) rows.set(key, row);
  return [...rows.values()].filter((row) => row.agency === agency.id);
}

export function historyOf({ store, desks, directory, shown, host }: HistoryParts): History {
  return {
    bookmark: async () => {
      const position = shown.position();
      if (position === null) return null;
      const event = await store.at(position);
      if (!event) throw new StoreError('unavailable', `the views stand at ${position}, where the log has nothing`);
      return bookmarkOf(event);
    },
    check: async ({ position, mark }) => {
      const event = await asked(store.at(position), BadCursor);
      if (!event || bookmarkOf(event).mark !== mark) throw new OtherLog(`another event stands at ${position}`);
    },
    moved: async (after) => {
      const until = shown.position();
      const page = await asked(store.readAll({ after: after?.position ?? null, limit: AT_ONCE }), OtherLog);
      const events = page.filter(({ position }) => store.compare(position, until) <= 0);
      const caseIds = new Set(events.map(({ stream }) => caseOfStream(stream)).filter((id) => id !== undefined));
      const last = events.at(-1);
      return { caseIds: [...caseIds], until: last ? bookmarkOf(last) : after, more: events.length === AT_ONCE };
    },
    seen: async (name, agency, caseId, as) => {
      const desk = desks.find((one) => one.name === name);
      if (!desk) throw new Error(`no desk ${name}`);
      let record = noCase(caseId);
      let before = record;
      for (const stored of await store.read(caseStream(caseId))) {
        record = evolve(record, recordedEvent(stored));
        if (store.compare(stored.position, as) <= 0) before = record;
      }
      const at = host.now();
      // a row whose time is over is not there, and was not at any moment that is asked for: what moves then leaves no trace
      const shows = (of: CaseRecord) => {
        const rows = ownRows(of, desk, agency, directory);
        return rows.some(({ kind, doc }) => kind === 'case' && isOverAt(doc, at)) ? [] : rows;
      };
      return { before: shows(before), now: shows(record) };
    },
    acknowledge: async (officer, { caseId, itemId, version }) => {
      const id = derivedId(officer.agency.id, 'receipt', itemId, version);
      const data = { officer: officer.id, caseId, itemId, version };
      const event = { id, type: 'HandoffAcknowledged', data, meta: { at: host.now() } };
      await store.append(`audit-${officer.agency.id}`, 'any', [event]);
    },
  };
}
