import type { CaseRecord, RecordedEvent } from '#case';
import type { EventStore, StoredEvent } from '#event-store';
import { cases, type Folded, idOf, readRecord, recordedIn, streamOf } from './stream.kind.ts';
import { Weighed } from './weighed.ts';

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

/** Cached folds of one kind; each is checked against the stream's revision when it is built upon. */
export class CaseCache<R extends Folded = CaseRecord> extends Weighed<R> {
  protected recordOf(record: R): Folded {
    return record;
  }

  /**
   * The fold that is kept, where it stands at the same revision; any other is given back itself, and kept if it is the newer one. So what
   * is decided on and what is shown are one object, and a case that was shown need not be read before it is decided on.
   */
  shared(record: R): R {
    const kept = this.peek(record.id);
    if (kept?.revision === record.revision) return kept;
    if ((kept?.revision ?? -1) < record.revision) this.put(record);
    return record;
  }
}

/** Reads a case from its stream; with a cached fold, only what came after it. */
export function readCase(store: EventStore, caseId: string, known?: CaseRecord): Promise<CaseRecord> {
  return readRecord(cases, store, caseId, known);
}
