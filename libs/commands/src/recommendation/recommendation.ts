import type { CalendarDate } from '#calendar';
import {
  type CloseRecommendationInput,
  type EscalateRecommendationInput,
  type IssueRecommendationInput,
  type ObjectToRecommendationInput,
  RECOMMENDATION_RESULTS,
  type RecommendationResult,
  type ReplyRecommendationInput,
  type ReviewObjectionInput,
  type ServeRecommendationInput,
  SUBJECTS,
  type Subject,
  type UrgeReplyInput,
} from '#recommendation';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, date, line, oneOf, text, uuids, yesOrNo } from '../kinds.ts';

/** 提出建议. */
export class IssueRecommendation implements Fields<Omit<IssueRecommendationInput, 'derived'>> {
  @Needed(agencyId) readonly addressee!: string;
  @Needed(oneOf(SUBJECTS)) readonly subject!: Subject;
  @Needed(text()) readonly problem!: string;
  @Needed(text()) readonly advice!: string;
  @Optional(line(100)) readonly documentNumber: string | undefined;
  @Optional(yesOrNo) readonly urgent: boolean | undefined;
  @Optional(date) readonly replyBy: CalendarDate | undefined;
  @Optional(yesOrNo) readonly served: boolean | undefined;
  @Optional(uuids) readonly clockIds: string[] | undefined;
  @Optional(date) readonly breachesFrom: CalendarDate | undefined;
  @Optional(date) readonly breachesUntil: CalendarDate | undefined;
}

/** 送达建议书. */
export class ServeRecommendation implements Fields<ServeRecommendationInput> {
  @Optional(date) readonly replyBy: CalendarDate | undefined;
}

/** 对建议提出异议. */
export class ObjectToRecommendation implements Fields<ObjectToRecommendationInput> {
  @Needed(text()) readonly grounds!: string;
}

/** 复核异议. */
export class ReviewObjection implements Fields<ReviewObjectionInput> {
  @Needed(yesOrNo) readonly upheld!: boolean;
  @Optional(text()) readonly because: string | undefined;
}

/** 书面回复建议. */
export class ReplyRecommendation implements Fields<ReplyRecommendationInput> {
  @Needed(text()) readonly reply!: string;
}

/** 催复. */
export class UrgeReply implements Fields<UrgeReplyInput> {
  @Optional(text()) readonly note: string | undefined;
}

/** 通报上级机关. */
export class EscalateRecommendation implements Fields<EscalateRecommendationInput> {
  @Optional(agencyId) readonly to: string | undefined;
  @Optional(text()) readonly because: string | undefined;
}

/** 办结建议. */
export class CloseRecommendation implements Fields<CloseRecommendationInput> {
  @Needed(oneOf(RECOMMENDATION_RESULTS)) readonly outcome!: RecommendationResult;
  @Optional(text()) readonly note: string | undefined;
}
