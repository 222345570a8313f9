import type { Sealed } from '#case';
import { alreadyDone, byAddressee, byIssuer, notYet, onRecommendation, refuse, whileOpen } from './command.ts';
import { type RecommendationRecord, replyOverdue } from './record.ts';
import type { RecommendationResult } from './subject.ts';

export interface ReplyRecommendationInput {
  readonly reply: Sealed;
}

/** 书面回复: in writing, within the term. After a further urging the addressee replies again. */
export const ReplyRecommendation = onRecommendation<ReplyRecommendationInput>({
  name: { zh: '书面回复建议', en: 'Reply to a recommendation' },
  personal: { reply: 'evidence' },
  emits: ['WrittenReplyReceived'],
  guards: [
    byAddressee,
    whileOpen,
    ({ status, replies, urged }) => {
      const last = replies.at(-1)?.at ?? '';
      return status === 'served' || urged.some(({ at }) => at > last) ? undefined : alreadyDone();
    },
  ],
  decide: ({ reply }, { id: recommendationId }) => [
    { type: 'WrittenReplyReceived', data: { recommendationId, reply } },
  ],
});

/** What is there to urge and to escalate: no reply in time, or one that may not have been carried out. */
export function failing(record: RecommendationRecord): boolean {
  return replyOverdue(record) || record.status === 'replied';
}

export interface UrgeReplyInput {
  readonly note?: Sealed;
}

/** 催复、督促: once the reply is overdue, or when what was replied is not carried out (整改不到位). */
export const UrgeReply = onRecommendation<UrgeReplyInput>({
  name: { zh: '催复', en: 'Urge the reply' },
  personal: { note: 'evidence' },
  emits: ['ReplyUrged'],
  guards: [
    byIssuer,
    whileOpen,
    (record) => (failing(record) ? undefined : notYet('回复期限届满', 'the reply is not overdue')),
  ],
  decide: ({ note }, { id: recommendationId }) => [{ type: 'ReplyUrged', data: { recommendationId, note } }],
});

export interface CloseRecommendationInput {
  readonly outcome: RecommendationResult;
  readonly note?: Sealed;
}

const answered = notYet('收到书面回复', 'there is no written reply');

/** 办结: its issuer ends it. A lawsuit ends only one made for the public interest, whose term has run out (G8). */
export const CloseRecommendation = onRecommendation<CloseRecommendationInput>({
  name: { zh: '办结建议', en: 'Close a recommendation' },
  personal: { note: 'evidence' },
  emits: ['RecommendationClosed'],
  guards: [byIssuer, whileOpen],
  decide({ outcome, note }, record) {
    if (outcome === 'CARRIED_OUT' && record.replies.length === 0) return answered;
    if (outcome === 'LAWSUIT_FILED') {
      if (record.subject !== 'PUBLIC_INTEREST') {
        return refuse('NO_SUCH_ITEM', null, { item: { zh: '公益诉讼', en: 'public-interest lawsuit' } });
      }
      if (record.status === 'served' && !replyOverdue(record)) {
        return notYet('回复期限届满', 'the reply is not overdue');
      }
    }
    return [{ type: 'RecommendationClosed', data: { recommendationId: record.id, outcome, note } }];
  },
});
