import { dueAfter } from '#calendar';
import { yellowFrom } from '#policy';
import type { Context } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import { asStart, type Clock } from '../record.ts';

/**
 * A clock as another agency takes it over (时限移转): time is charged to whoever holds the work. A running clock passes on with the due
 * it has. What was overdue ends late with who let it lapse, and whoever takes the work over has the whole interval.
 */
export function handedTo(to: string, clock: Clock, { calendar, occurredAt, packOf }: Context): ClockStart {
  const start = { ...asStart(clock), holder: to };
  if (clock.state !== 'overdue') return start;
  const rule = packOf(clock).clocks[clock.clock] ?? {};
  const end = dueAfter(occurredAt, clock.span, clock.roll, calendar);
  return { ...start, from: occurredAt, ...end, yellowAt: yellowFrom(rule, occurredAt, end.due) };
}
