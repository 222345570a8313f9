import { epochOf, type Instant, instantAt } from '#calendar';
import { type Clock, type Directory, type EndedItem, runOutClock } from '#case';
import type { HolderRole } from '#policy';
import { onLedger } from './command.ts';
import type { LedgerEvent } from './events.ts';
import { isCadence } from './period.ts';
import type { LedgerEntryRecord } from './record.ts';

/** What time alone makes of a clock that has run out. */
export function ranOut({ id: ledgerEntryId }: LedgerEntryRecord, clock: Clock): LedgerEvent {
  if (clock.kind === 'term') return { type: 'LedgerEntryClosed', data: { ledgerEntryId, reason: 'AGE_OUT' } };
  const data = { ledgerEntryId, clockId: clock.id, clock: clock.clock, due: clock.due, holder: clock.holder };
  return { type: isCadence(clock) ? 'LedgerPeriodMissed' : 'LedgerDutyOverdue', data };
}

/** 到期: the clock runner's. A month or quarter that was missed is over and the next begins; the child's age ends the entry. */
export const RunOutClock = onLedger(
  runOutClock(
    { zh: '台账时限到期', en: 'A clock of the ledger runs out' },
    ['LedgerPeriodMissed', 'LedgerDutyOverdue', 'LedgerEntryClosed'],
    ranOut,
  ),
);

/** Taken off the ledger, a child's entry ends with all its clocks; a missed period with its own. */
export function ledgerEndedBy(event: LedgerEvent): readonly EndedItem[] {
  const item = event.data.ledgerEntryId;
  if (event.type === 'LedgerEntryClosed') return [{ scope: 'ledger', item }];
  if (event.type !== 'LedgerPeriodMissed') return [];
  const { clockId } = event.data;
  return [{ scope: 'ledger', item, spares: ({ id }) => id !== clockId }];
}

/** Whose time a clock of the ledger is: whoever visits in the village, the township, or civil affairs. */
export function ledgerHolderOf(
  role: HolderRole,
  _: unknown,
  { division }: LedgerEntryRecord,
  actor: string,
  directory: Directory,
): string | null {
  const nearest = (...types: readonly ('RVC' | 'CD' | 'TOWN' | 'CA')[]) =>
    types.map((type) => directory.nearest(type, division)?.id).find((id) => id !== undefined) ?? null;
  switch (role) {
    case 'child-director':
      return nearest('CD', 'RVC', 'TOWN');
    case 'committee':
      return nearest('RVC', 'TOWN');
    case 'township':
      return nearest('TOWN');
    case 'civil-affairs':
      return nearest('CA');
    case 'actor':
      return actor;
    default:
      return null;
  }
}

/** What follows on a period's end is counted from the first moment after it, and not from when it was noticed. */
export function ledgerStartOf(event: LedgerEvent, occurredAt: Instant): Instant {
  return 'due' in event.data ? instantAt(epochOf(event.data.due) + 1) : occurredAt;
}
