import type { Instant } from '#calendar';
import { command } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import { type CaseRecord, type Clock, clockOf } from '../record.ts';
import { climb, type Rung, rungsOf, taken } from './ladder.ts';

/** What time alone brings about on a clock. */
interface ClockRunOut {
  readonly clockId: string;
  readonly clock: string;
  readonly item: string;
  readonly due: Instant;
  readonly holder: string | null;
}

export interface ClockEvents {
  ClockBreached: ClockRunOut & {
    /** What will be done about it, and when; nothing where the pack names no ladder. */
    readonly ladder?: readonly Rung[];
  };
  ClockExpired: ClockRunOut;
}

export const clockEvents: EventDeclarations<ClockEvents> = {
  ClockBreached: { name: { zh: '超期', en: 'Clock breached' }, looks: { clock: 'text' } },
  ClockExpired: { name: { zh: '期限届满', en: 'Clock expired' }, looks: { clock: 'text' } },
};

function turned(record: CaseRecord, id: string, change: Partial<Clock>): Pick<CaseRecord, 'clocks'> {
  return { clocks: changed(record.clocks, id, change) };
}

export const evolveClock: Evolve<ClockEvents> = {
  ClockBreached: (record, data) => turned(record, data.clockId, { state: 'overdue', ladder: data.ladder ?? [] }),
  ClockExpired: (record, data) => turned(record, data.clockId, { state: 'expired' }),
};

/**
 * 到期: given by the clock runner alone, when time has come to something about a clock. A duty is breached and runs on, overdue;
 * then the rungs of its ladder come one after the other. A window or a term expires. Nothing happens when the clock has been
 * stopped, paused or given more time meanwhile.
 */
export const RunOutClock = command<{ readonly clockId: string }>({
  name: { zh: '时限到期', en: 'A clock runs out' },
  personal: {},
  emits: ['ClockBreached', 'ClockExpired'],
  guards: [],
  decide({ clockId }, record, context) {
    const clock = clockOf(record, clockId);
    if (!clock) return refuse('NO_SUCH_ITEM', null, { item: { zh: '时限', en: 'clock' } });
    if (clock.state === 'overdue') return climb(clock, context);
    if (clock.state !== 'running' || context.at <= clock.due) return [];
    const { id, item, due, holder } = clock;
    const data = { clockId: id, clock: clock.clock, item, due, holder };
    if (clock.kind !== 'duty') return [{ type: 'ClockExpired', data }];
    const ladder = holder === null ? [] : rungsOf(clock, context);
    return [
      { type: 'ClockBreached', data: ladder.length > 0 ? { ...data, ladder } : data },
      ...ladder.filter((rung) => rung.due <= due).map((rung) => taken(rung, clock, context)),
    ];
  },
});
