import type { Instant } from '#calendar';
import type { LedgerEntryRecord, RecordedLedgerEvent } from '#ledger';
import type { ClockLine } from './oversight.entry.ts';

/** A line of what a ledger entry counts for (台账计数): which duty began, was done or missed, and whose it is; no child, no reason. */
export interface LedgerLine {
  readonly event: RecordedLedgerEvent['type'];
  readonly at: Instant;
  readonly occurredAt: Instant;
  readonly by: string;
  readonly item: null;
  readonly division: string;
  readonly clocks: readonly ClockLine[];
}

/** What an event of a ledger entry does to duties; nothing where it does nothing. A missed month or quarter is breached (超期). */
export function ledgerLine(event: RecordedLedgerEvent, { division }: LedgerEntryRecord): LedgerLine | null {
  const { at, occurredAt, actor, effects } = event.meta;
  const clocks = [...missed(event), ...effects.filter(({ effect }) => effect === 'start' || effect === 'stop')];
  if (clocks.length === 0) return null;
  return { event: event.type, at, occurredAt, by: actor.agency.id, item: null, division, clocks };
}

function missed({ type, data }: RecordedLedgerEvent): readonly ClockLine[] {
  if (type !== 'LedgerPeriodMissed' && type !== 'LedgerDutyOverdue') return [];
  const { clockId: id, clock, due, ledgerEntryId: item } = data;
  return [{ effect: 'breach', id, clock, item, at: due }];
}
