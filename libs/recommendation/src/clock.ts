import type { Instant } from '#calendar';
import { clockOf, type EndedItem } from '#case';
import type { HolderRole } from '#policy';
import { onRecommendation, refuse } from './command.ts';
import type { RecommendationEvent } from './events.ts';
import type { RecommendationRecord } from './record.ts';

/** 到期: the clock runner's. The duty is breached and runs on, overdue, until it is done or the recommendation ends. */
export const RunOutClock = onRecommendation<{ readonly clockId: string }>({
  name: { zh: '建议时限到期', en: 'A clock of a recommendation runs out' },
  personal: {},
  emits: ['RecommendationOverdue', 'ObjectionReviewOverdue'],
  guards: [],
  decide({ clockId }, record, { at }) {
    const clock = clockOf(record, clockId);
    if (!clock) return refuse('NO_SUCH_ITEM', null, { item: { zh: '时限', en: 'clock' } });
    if (clock.state !== 'running' || at <= clock.due) return [];
    const data = { recommendationId: record.id, clockId, clock: clock.clock, due: clock.due, holder: clock.holder };
    const reply = clock.holder === record.addressee;
    return [{ type: reply ? 'RecommendationOverdue' : 'ObjectionReviewOverdue', data }];
  },
});

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
