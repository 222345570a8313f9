import type { Directory, EndedItem } from '#case';
import type { HolderRole } from '#policy';
import type { KeyMinorEvent } from './events.ts';
import type { KeyMinorRecord } from './record.ts';

/** What time alone brings about: the child comes of age. No duty of the register has a number in any source. */
export function keyMinorRanOut({ id: keyMinorEntryId }: KeyMinorRecord): KeyMinorEvent {
  return { type: 'KeyMinorEntryClosed', data: { keyMinorEntryId, reason: 'AGE_OUT' } };
}

/** Taken off the register, a child's entry ends with its clock. */
export function keyMinorEndedBy(event: KeyMinorEvent): readonly EndedItem[] {
  return event.type === 'KeyMinorEntryClosed' ? [{ scope: 'key-minor', item: event.data.keyMinorEntryId }] : [];
}

/** An age that is reached is nobody's work, but a clock names who keeps it. */
export function keyMinorHolderOf(
  role: HolderRole,
  _: unknown,
  { division }: KeyMinorRecord,
  actor: string,
  directory: Directory,
): string | null {
  if (role === 'civil-affairs') return directory.nearest('CA', division)?.id ?? null;
  return role === 'actor' ? actor : null;
}
