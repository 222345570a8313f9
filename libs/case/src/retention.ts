import { addDays, addMonths, type CalendarDate, dateOf } from '#calendar';
import type { RetentionRule } from '#policy';
import type { CaseRecord } from './record.ts';

/** What of a case matters to how long its child's personal data are kept (保存期限). */
export interface KeepingFacts {
  readonly caseId: string;
  readonly childId: string;
  readonly division: string;
  readonly mergedInto: string | null;
  /** The day on which the care file was closed; null while it, or a police file of it, is open. */
  readonly closedOn: CalendarDate | null;
  /** The day on which the child turns 18; null where no birth date is known. */
  readonly majorityOn: CalendarDate | null;
}

/** Undefined for what speaks of no child. */
export function keepingFacts(record: CaseRecord): KeepingFacts | undefined {
  const { id, child, division, mergedInto, status, closing, files } = record;
  if (!child) return undefined;
  const done = status === 'closed' && closing !== null && !files.some((file) => file.status === 'open');
  return {
    caseId: id,
    childId: child.childId,
    division,
    mergedInto,
    closedOn: done ? dateOf(closing.at) : null,
    majorityOn: child.turns18On ?? null,
  };
}

/**
 * The last day on which a rule lets personal data be kept, counted as the Civil Code counts: the day it begins on does not count.
 * Undefined while a moment that the rule counts from has not come to be known: what is open is kept.
 */
export function keptUntil(
  { closedOn, majorityOn }: Pick<KeepingFacts, 'closedOn' | 'majorityOn'>,
  { since, within }: Pick<RetentionRule, 'since' | 'within'>,
): CalendarDate | undefined {
  const moments = since.map((moment) => (moment === 'closing' ? closedOn : majorityOn));
  if (closedOn === null || moments.includes(null)) return undefined;
  const latest = (moments as CalendarDate[]).reduce((a, b) => (a < b ? b : a));
  return 'months' in within ? addMonths(latest, within.months) : addDays(latest, within.days);
}
