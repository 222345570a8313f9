import type { ClockStart, Lapse } from '../kernel/effects.ts';
import { asStart, type CaseRecord, type Clock } from '../record.ts';
import type { Rung } from './ladder.ts';

/**
 * A clock as another case takes it over, or the case it was stopped in by a merge: what had run out goes on overdue, with the
 * rungs of its ladder that are still to come and known to whom it was told; it is not breached a second time.
 */
export function asCarried(clock: Clock, record: CaseRecord): ClockStart {
  return { ...asStart(clock), lapse: lapseOf(clock, record) };
}

function lapseOf({ id, ladder }: Clock, { superiors, supervisions }: CaseRecord): Lapse | undefined {
  if (ladder === undefined) return undefined;
  const waits = supervisions.find(({ clockId, answeredAt }) => clockId === id && answeredAt === undefined);
  /** A supervision that nobody has answered is opened where the work is now. */
  const again: readonly Rung[] = waits ? [{ step: 'supervise', due: waits.openedAt }] : [];
  return {
    ladder: [...again, ...ladder],
    told: superiors.flatMap(({ to, clockId }) => (clockId === id ? [to] : [])),
  };
}

/** The clock of a case that stands again: its supervisions and whom it was told to know it by its own id. */
export function asRestored(clock: Clock): ClockStart {
  const { ladder } = clock;
  return { ...asStart(clock), lapse: ladder && { ladder, told: [] } };
}
