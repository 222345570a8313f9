import type { CaseRecord, RecordedEvent } from '#case';
import type { EventStore, StoredEvent } from '#event-store';
import { cases, type Folded, idOf, readRecord, recordedIn, streamOf } from './stream.kind.ts';

/** The stream of a case; its name says nothing of the child. */
export function caseStream(caseId: string): string {
  return streamOf(cases, caseId);
}

/** The case a stream belongs to, or undefined for a stream of another kind. */
export function caseOfStream(stream: string): string | undefined {
  return idOf(cases, stream);
}

/** An event of a case, as the log holds it. */
export function recordedEvent(stored: Pick<StoredEvent, 'type' | 'data' | 'meta'>): RecordedEvent {
  return recordedIn(stored) as RecordedEvent;
}

/** Cached folds of one kind, newest used last out; each is checked against the stream's revision when it is built upon. */
export class CaseCache<R extends Folded = CaseRecord> {
  private readonly records = new Map<string, R>();

  constructor(private readonly size: number) {}

  get(id: string): R | undefined {
    const record = this.records.get(id);
    if (record) this.put(record);
    return record;
  }

  put(record: R): void {
    this.records.delete(record.id);
    this.records.set(record.id, record);
    if (this.records.size > this.size) {
      const [oldest] = this.records.keys();
      if (oldest !== undefined) this.records.delete(oldest);
    }
  }

  drop(id: string): void {
    this.records.delete(id);
  }
}

/** Reads a case from its stream; with a cached fold, only what came after it. */
export function readCase(store: EventStore, caseId: string, known?: CaseRecord): Promise<CaseRecord> {
  return readRecord(cases, store, caseId, known);
}
