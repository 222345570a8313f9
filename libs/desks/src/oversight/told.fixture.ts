import { evolve, noCase, type RecordedEvent } from '#case';
import { type OversightEntry, oversightEntry } from './oversight.entry.ts';

/** The timeline that a supervisor is shown of events, each entry made when its event was recorded. */
export function toldTo(events: readonly RecordedEvent[], id = 'case'): readonly OversightEntry[] {
  let record = noCase(id);
  return events.flatMap((event) => {
    const before = record;
    record = evolve(before, event);
    return oversightEntry(event, record, before) ?? [];
  });
}
