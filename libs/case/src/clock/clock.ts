import type { Instant } from '#calendar';
import { command } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { CaseRecord, Clock } from '../record.ts';

/** What time alone brings about on a clock. */
interface ClockRunOut {
  readonly clockId: string;
  readonly clock: string;
  readonly item: string;
  readonly due: Instant;
  readonly holder: string | null;
}

export interface ClockEvents {
  ClockBreached: ClockRunOut;
  ClockExpired: ClockRunOut;
}

export const clockEvents: EventDeclarations<ClockEvents> = {
  ClockBreached: { name: { zh: '超期', en: 'Clock breached' }, looks: ['clock'] },
  ClockExpired: { name: { zh: '期限届满', en: 'Clock expired' }, looks: ['clock'] },
};

function turned(record: CaseRecord, id: string, change: Partial<Clock>): Pick<CaseRecord, 'clocks'> {
  const clock = record.clocks[id];
  return { clocks: clock ? { ...record.clocks, [id]: { ...clock, ...change } } : record.clocks };
}

export const evolveClock: Evolve<ClockEvents> = {
  ClockBreached: (record, data) => turned(record, data.clockId, { state: 'overdue' }),
  ClockExpired: (record, data) => turned(record, data.clockId, { state: 'expired' }),
};

/**
 * 到期: given by the clock runner alone, when a clock's due time has passed. A duty is breached and runs on, overdue; a window
 * or a term expires. Nothing happens when the clock has been stopped meanwhile.
 */
export const RunOutClock = command<{ readonly clockId: string }>({
  name: { zh: '时限到期', en: 'A clock runs out' },
  personal: {},
  emits: ['ClockBreached', 'ClockExpired'],
  guards: [],
  decide({ clockId }, record, { at }) {
    const clock = record.clocks[clockId];
    if (!clock) return refuse('NO_SUCH_ITEM', null, { item: { zh: '时限', en: 'clock' } });
    if (clock.state !== 'running' || at <= clock.due) return [];
    const { id, item, due, holder } = clock;
    const data = { clockId: id, clock: clock.clock, item, due, holder };
    return [{ type: clock.kind === 'duty' ? 'ClockBreached' : 'ClockExpired', data }];
  },
});
