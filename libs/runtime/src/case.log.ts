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

/** What a fold weighs beside its events. */
const BARE = 4;

/**
 * Cached folds of one kind, newest used last out; each is checked against the stream's revision when it is built upon. A fold weighs
 * about as much as it has events: each leaves an answer behind, most a clock.
 */
export class CaseCache<R extends Folded = CaseRecord> {
  private readonly records = new Map<string, R>();
  private weight = 0;

  /** @param heaviest how many events all folds together may have; some 1.5 KB each. */
  constructor(private readonly heaviest: number) {}

  get(id: string): R | undefined {
    const record = this.records.get(id);
    if (record) this.put(record);
    return record;
  }

  put(record: R): void {
    this.drop(record.id);
    this.records.set(record.id, record);
    this.weight += weightOf(record);
    for (const oldest of this.records.keys()) {
      if (this.weight <= this.heaviest) break;
      this.drop(oldest);
    }
  }

  /**
   * The fold that is kept, where it stands at the same revision; any other is given back itself, and kept if it is the newer one. So what
   * is decided on and what is shown are one object, and a case that was shown need not be read before it is decided on.
   */
  shared(record: R): R {
    const kept = this.records.get(record.id);
    if (kept?.revision === record.revision) return kept;
    if ((kept?.revision ?? -1) < record.revision) this.put(record);
    return record;
  }

  drop(id: string): void {
    const record = this.records.get(id);
    if (!record) return;
    this.records.delete(id);
    this.weight -= weightOf(record);
  }
}

function weightOf({ revision }: Folded): number {
  return BARE + revision + 1;
}

/** Reads a case from its stream; with a cached fold, only what came after it. */
export function readCase(store: EventStore, caseId: string, known?: CaseRecord): Promise<CaseRecord> {
  return readRecord(cases, store, caseId, known);
}
