import { dueAfter } from '#calendar';
import { yellowFrom } from '#policy';
import type { Context } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import { asStart, type CaseRecord, type Clock } from '../record.ts';
import { asCarried } from './carried.ts';

/**
 * A clock as another agency takes it over (时限移转): time is charged to whoever holds the work. A running clock passes on with the due
 * it has. What was overdue ends late with who let it lapse, and whoever takes the work over has the whole interval; but to whom it
 * comes back that had let it lapse, it comes back overdue.
 */
export function handedTo(to: string, clock: Clock, record: CaseRecord, context: Context): ClockStart {
  const { calendar, occurredAt, packOf } = context;
  const start = { ...asStart(clock), lapse: undefined, holder: to };
  const lapsed = lapsesBefore(clock, record).find(({ holder }) => holder === to);
  if (lapsed) return { ...asCarried(lapsed, record), id: clock.id };
  if (clock.state !== 'overdue') return start;
  const rule = packOf(clock).clocks[clock.clock] ?? {};
  const end = dueAfter(occurredAt, clock.span, clock.roll, calendar);
  return { ...start, from: occurredAt, ...end, yellowAt: yellowFrom(rule, occurredAt, end.due) };
}

/** With whom it ran out and was handed on undone, the last first: each began when the one before it ended. */
function lapsesBefore({ clock, item, from }: Clock, record: CaseRecord): readonly Clock[] {
  const before = record.clocks.find(
    (one) => one.clock === clock && one.item === item && one.ladder && one.cause === 'ended' && one.stoppedAt === from,
  );
  return before ? [before, ...lapsesBefore(before, record)] : [];
}
