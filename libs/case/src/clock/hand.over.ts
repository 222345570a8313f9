import { dueAfter } from '#calendar';
import { yellowFrom } from '#policy';
import type { Context } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import { asStart, type Clock } from '../record.ts';

/**
 * A clock as another agency takes it over (时限移转): time is charged to whoever holds the work. A running clock passes on with the due
 * it has. What was overdue ends late with who let it lapse, and whoever takes the work over has the whole interval,
 * from when it can know.
 */
export function handedTo(to: string, clock: Clock, { actor, at, calendar, occurredAt, packOf }: Context): ClockStart {
  const start = { ...asStart(clock), holder: to };
  if (clock.state !== 'overdue') return start;
  const rule = packOf(clock).clocks[clock.clock] ?? {};
  const from = to === actor.agency.id ? occurredAt : at;
  const end = dueAfter(from, clock.span, clock.roll, calendar);
  return { ...start, from, since: occurredAt, ...end, yellowAt: yellowFrom(rule, from, end.due) };
}
