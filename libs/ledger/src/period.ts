import { addMonths, type CalendarDate, dateOf, type Instant } from '#calendar';
import type { ClockStart } from '#case';

type Counted = Pick<ClockStart, 'span' | 'due' | 'unrolled' | 'from'>;

/** Whether a clock comes once in each calendar month or quarter (每月、每季度). */
export function isCadence({ span }: Pick<ClockStart, 'span'>): boolean {
  return 'endOf' in span;
}

/** The first day of the month or quarter that a cadence clock is for; it ends on the clock's last day. */
function firstDay({ span, due, unrolled }: Counted): CalendarDate {
  const last = unrolled ?? dateOf(due);
  const month = `${last.slice(0, 8)}01` as CalendarDate;
  return 'endOf' in span && span.endOf.endsWith('quarter') ? addMonths(month, -2) : month;
}

/** Whether something took place in the month or quarter that a cadence clock is for, rest days or not. */
export function inPeriod(clock: Pick<Counted, 'span' | 'due' | 'unrolled'>, occurredAt: Instant): boolean {
  const day = dateOf(occurredAt);
  return day >= firstDay({ ...clock, from: occurredAt }) && day <= (clock.unrolled ?? dateOf(clock.due));
}

/**
 * Whether what happened then is what a clock waits for: of a cadence, what took place in its month or quarter; of any other,
 * what took place since it began. So that what is entered late counts where it occurred, and moves nothing else.
 */
export function isMeant(clock: Counted, occurredAt: Instant): boolean {
  return isCadence(clock) ? inPeriod(clock, occurredAt) : occurredAt >= clock.from;
}
