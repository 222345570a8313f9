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
  const lapsed = lapsesBefore(clock, record).find(({ holder }) => holder === to);
  if (lapsed) return { ...asCarried(lapsed, record), id: clock.id };
  return { ...(clock.state === 'overdue' ? startedAnew(clock, context) : asStart(clock)), holder: to };
}

/** A clock with the whole interval from now on: what it was given before, and what came of it, is behind it. */
export function startedAnew(clock: Clock, { calendar, occurredAt, packOf }: Context): ClockStart {
  const start = asStart({ ...clock, firstDue: undefined, extended: undefined });
  const rule = packOf(start).clocks[start.clock] ?? {};
  const end = dueAfter(occurredAt, start.span, start.roll, calendar);
  const yellowAt = yellowFrom(rule, occurredAt, end.due);
  return { ...start, lapse: undefined, from: occurredAt, unrolled: undefined, ...end, yellowAt };
}

/** With whom it ran out and was handed on undone since it is with one after the other, the last first. */
function lapsesBefore({ clock, item, from }: Clock, record: CaseRecord): readonly Clock[] {
  const ended = record.clocks
    .filter((one) => one.clock === clock && one.item === item && one.ladder && one.cause === 'ended')
    .toSorted((a, b) => ((a.stoppedAt ?? '') < (b.stoppedAt ?? '') ? 1 : -1));
  let since = from; // a clock that came back bears the day from which it was with its holder first
  const handedOn = ended.findIndex(({ stoppedAt = '', from: began }) => {
    if (stoppedAt < since) return true; // of an earlier time, which had its own end
    if (began < since) since = began;
    return false;
  });
  return handedOn < 0 ? ended : ended.slice(0, handedOn);
}
