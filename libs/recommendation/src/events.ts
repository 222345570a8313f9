import type { CalendarDate, Instant } from '#calendar';
import { advanced, changed, type EventDeclarations, type EventMeta, type EventOf, namesOf, type Sealed } from '#case';
import { type AgencyType, agencyTypes } from '#policy';
import type { Handoff, RecommendationRecord } from './record.ts';
import { RECOMMENDATION_RESULTS, type RecommendationResult, SUBJECTS, type Subject } from './subject.ts';

/** What time alone brings about on a clock of a recommendation. */
interface RanOut {
  readonly recommendationId: string;
  readonly clockId: string;
  readonly clock: string;
  readonly due: Instant;
  readonly holder: string | null;
}

/** Every event of a recommendation. */
export interface RecommendationEvents {
  RecommendationIssued: {
    readonly recommendationId: string;
    readonly subject: Subject;
    readonly addressee: string;
    /** The addressee's place: whose pack governs. */
    readonly division: string;
    readonly urgent: boolean;
    readonly replyBy: CalendarDate | null;
    readonly documentNumber?: Sealed;
    readonly problem: Sealed;
    readonly advice: Sealed;
    readonly handoffs: readonly Handoff[];
  };
  RecommendationServed: {
    readonly recommendationId: string;
    readonly subject: Subject;
    readonly issuerType: AgencyType;
    readonly urgent: boolean;
    readonly replyBy: CalendarDate | null;
  };
  ObjectionRaised: { readonly recommendationId: string; readonly objectionId: string; readonly grounds: Sealed };
  ObjectionReviewed: {
    readonly recommendationId: string;
    readonly objectionId: string;
    readonly upheld: boolean;
    readonly because?: Sealed;
  };
  WrittenReplyReceived: { readonly recommendationId: string; readonly reply: Sealed };
  RecommendationOverdue: RanOut;
  ObjectionReviewOverdue: RanOut;
  ReplyUrged: { readonly recommendationId: string; readonly note?: Sealed };
  RecommendationEscalated: { readonly recommendationId: string; readonly to: string; readonly because?: Sealed };
  RecommendationClosed: {
    readonly recommendationId: string;
    readonly outcome: RecommendationResult;
    readonly note?: Sealed;
  };
}

export type RecommendationEvent = EventOf<RecommendationEvents>;
/** An event with what was recorded beside it. */
export type RecordedRecommendationEvent = RecommendationEvent & { readonly meta: EventMeta };

export const recommendationEvents: EventDeclarations<RecommendationEvents> = {
  RecommendationIssued: {
    name: { zh: '已提出建议', en: 'Recommendation issued' },
    looks: { subject: namesOf(SUBJECTS) },
  },
  RecommendationServed: {
    name: { zh: '建议书已送达', en: 'Recommendation served' },
    looks: { subject: namesOf(SUBJECTS), issuerType: agencyTypes, urgent: 'boolean', replyBy: 'date' },
  },
  ObjectionRaised: { name: { zh: '被建议单位提出异议', en: 'Objection raised' } },
  ObjectionReviewed: { name: { zh: '异议已复核', en: 'Objection reviewed' }, looks: { upheld: 'boolean' } },
  WrittenReplyReceived: { name: { zh: '收到书面回复', en: 'Written reply received' } },
  RecommendationOverdue: { name: { zh: '逾期未回复', en: 'Reply overdue' }, looks: { clock: 'text' } },
  ObjectionReviewOverdue: {
    name: { zh: '异议逾期未复核', en: 'Review of an objection overdue' },
    looks: { clock: 'text' },
  },
  ReplyUrged: { name: { zh: '已催复', en: 'Reply urged' } },
  RecommendationEscalated: { name: { zh: '已通报上级机关', en: 'Superior organ told' } },
  RecommendationClosed: {
    name: { zh: '建议已办结', en: 'Recommendation closed' },
    looks: { outcome: namesOf(RECOMMENDATION_RESULTS) },
  },
};

type Change = Partial<RecommendationRecord>;
type Evolve = {
  readonly [T in keyof RecommendationEvents]: (
    record: RecommendationRecord,
    data: RecommendationEvents[T],
    meta: EventMeta,
  ) => Change;
};

const turned = ({ clocks }: RecommendationRecord, { clockId }: RanOut): Change => ({
  clocks: changed(clocks, clockId, { state: 'overdue' }),
});

const evolvers: Evolve = {
  RecommendationIssued: (_, { recommendationId: __, ...data }, meta) => ({
    ...data,
    status: 'issued',
    issuer: meta.actor.agency.id,
    issuedAt: meta.occurredAt,
  }),
  RecommendationServed: (_, { replyBy }, meta) => ({ status: 'served', servedAt: meta.occurredAt, replyBy }),
  ObjectionRaised: ({ objections }, { objectionId: id, grounds }, meta) => ({
    objections: [...objections, { id, at: meta.occurredAt, grounds }],
  }),
  ObjectionReviewed: (record, { objectionId, upheld, because }, meta) => ({
    objections: record.objections.map((objection) =>
      objection.id === objectionId ? { ...objection, reviewed: { at: meta.occurredAt, upheld, because } } : objection,
    ),
    ...(upheld ? { status: 'withdrawn' } : {}),
  }),
  WrittenReplyReceived: ({ replies }, { reply }, meta) => ({
    status: 'replied',
    replies: [...replies, { at: meta.occurredAt, text: reply }],
  }),
  RecommendationOverdue: turned,
  ObjectionReviewOverdue: turned,
  ReplyUrged: ({ urged }, { note }, meta) => ({ urged: [...urged, { at: meta.occurredAt, note }] }),
  RecommendationEscalated: (_, { to }, meta) => ({ escalatedTo: to, escalatedAt: meta.occurredAt }),
  RecommendationClosed: (_, { outcome }) => ({ status: 'closed', outcome }),
};

/** The record after one more event; never reads a pack. */
export function evolveRecommendation(
  record: RecommendationRecord,
  event: RecordedRecommendationEvent,
): RecommendationRecord {
  if (!(event.type in evolvers)) throw new Error(`unknown event type ${String((event as { type: unknown }).type)}`);
  const handler = evolvers[event.type] as (r: RecommendationRecord, data: object, meta: EventMeta) => Change;
  const { actor, occurredAt } = event.meta;
  const changed = {
    ...handler(record, event.data, event.meta),
    history: [...record.history, { event: event.type, at: occurredAt, by: actor.agency.id }],
  };
  return advanced(record, changed, event);
}
