import type { Instant } from '#calendar';
import { type Clock, type EndedItem, runOutClock } from '#case';
import type { HolderRole } from '#policy';
import { onRecommendation } from './command.ts';
import type { RecommendationEvent } from './events.ts';
import type { RecommendationRecord } from './record.ts';

/** What time alone makes of a clock that has run out: it is the reply's, or that of an objection's review. */
function ranOut({ id: recommendationId, addressee }: RecommendationRecord, clock: Clock): RecommendationEvent {
  const data = { recommendationId, clockId: clock.id, clock: clock.clock, due: clock.due, holder: clock.holder };
  return { type: clock.holder === addressee ? 'RecommendationOverdue' : 'ObjectionReviewOverdue', data };
}

/** 到期: the clock runner's. The duty is breached and runs on, overdue, until it is done or the recommendation ends. */
export const RunOutClock = onRecommendation(
  runOutClock(
    { zh: '建议时限到期', en: 'A clock of a recommendation runs out' },
    ['RecommendationOverdue', 'ObjectionReviewOverdue'],
    ranOut,
  ),
);

/** Withdrawn or closed, a recommendation ends with every clock of its own. */
export function recommendationEndedBy(event: RecommendationEvent): readonly EndedItem[] {
  const ends =
    event.type === 'RecommendationClosed' || (event.type === 'ObjectionReviewed' && event.data.upheld === true);
  return ends ? [{ scope: 'recommendation', item: event.data.recommendationId }] : [];
}

/** Whose time a clock of a recommendation is: the addressee's, or the issuer's. */
export function recommendationHolderOf(
  role: HolderRole,
  _: unknown,
  { addressee, issuer }: RecommendationRecord,
): string | null {
  if (role === 'addressee') return addressee;
  return role === 'issuer' ? issuer : null;
}

/** What follows on a clock's running out is counted from its due time. */
export function recommendationStartOf(event: RecommendationEvent, occurredAt: Instant): Instant {
  return 'due' in event.data ? event.data.due : occurredAt;
}
