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
  const start = { ...asStart(clock), lapse: undefined, holder: to };
  const lapsed = lapsesBefore(clock, record).find(({ holder }) => holder === to);
  if (lapsed) return { ...asCarried(lapsed, record), id: clock.id };
  return clock.state === 'overdue' ? startedAnew(start, context) : start;
}

/** A clock with the whole interval from now on. */
export function startedAnew(start: ClockStart, { calendar, occurredAt, packOf }: Context): ClockStart {
  const rule = packOf(start).clocks[start.clock] ?? {};
  const end = dueAfter(occurredAt, start.span, start.roll, calendar);
  const yellowAt = yellowFrom(rule, occurredAt, end.due);
  return { ...start, lapse: undefined, from: occurredAt, unrolled: undefined, ...end, yellowAt };
}

/** With whom it ran out and was handed on undone, the last first: each began when the one before it ended. */
function lapsesBefore({ clock, item, from }: Clock, record: CaseRecord): readonly Clock[] {
  const before = record.clocks.find(
    (one) => one.clock === clock && one.item === item && one.ladder && one.cause === 'ended' && one.stoppedAt === from,
  );
  return before ? [before, ...lapsesBefore(before, record)] : [];
}
