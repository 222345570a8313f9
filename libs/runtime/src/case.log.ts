import { type CaseRecord, fold, noCase, type RecordedEvent } from '#case';
import type { EventStore, NewEvent, StoredEvent } from '#event-store';

const PREFIX = 'case-';

/** The stream of a case; its name says nothing of the child. */
export function caseStream(caseId: string): string {
  return `${PREFIX}${caseId}`;
}

/** The case a stream belongs to, or undefined for a stream of another kind. */
export function caseOfStream(stream: string): string | undefined {
  return stream.startsWith(PREFIX) ? stream.slice(PREFIX.length) : undefined;
}

/** What the log holds is what was decided: the case's own events are written by this program alone. */
export function recordedEvent(stored: Pick<StoredEvent, 'type' | 'data' | 'meta'>): RecordedEvent {
  return { type: stored.type, data: stored.data, meta: stored.meta } as RecordedEvent;
}

export function newEvent(id: string, { type, data, meta }: RecordedEvent): NewEvent {
  return { id, type, data, meta };
}

/** Cached folds of cases, newest used last out; each is checked against the stream's revision when it is built upon. */
export class CaseCache {
  private readonly records = new Map<string, CaseRecord>();

  constructor(private readonly size: number) {}

  get(caseId: string): CaseRecord | undefined {
    const record = this.records.get(caseId);
    if (record) this.put(record);
    return record;
  }

  put(record: CaseRecord): void {
    this.records.delete(record.id);
    this.records.set(record.id, record);
    if (this.records.size > this.size) {
      const [oldest] = this.records.keys();
      if (oldest !== undefined) this.records.delete(oldest);
    }
  }

  drop(caseId: string): void {
    this.records.delete(caseId);
  }
}

/** Reads a case from its stream; with a cached fold, only what came after it. */
export async function readCase(store: EventStore, caseId: string, known?: CaseRecord): Promise<CaseRecord> {
  const from = known ?? noCase(caseId);
  const events = await store.read(caseStream(caseId), from.revision + 1);
  return fold(from, events.map(recordedEvent));
}
