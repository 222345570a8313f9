import type {
  AcceptProtectionApplicationInput,
  ApplyProtectionOrderInput,
  DecideProtectionReviewInput,
  ExtendProtectionOrderInput,
  MakeProtectionOrderInput,
  RejectProtectionOrderInput,
  RequestProtectionReviewInput,
  RevokeProtectionOrderInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { ChildInput, GuardianInput, PlaceInput } from '../flag/opening.ts';
import { agencyId, nested, text, uuid, whole, yesOrNo } from '../kinds.ts';

/** 申请人身安全保护令. Whom and where it is about is asked for only when it opens a case. */
export class ApplyProtectionOrder implements Fields<Omit<ApplyProtectionOrderInput, 'derived'>> {
  @Optional(nested(ChildInput)) readonly child: ChildInput | undefined;
  @Optional(nested(GuardianInput)) readonly guardian: GuardianInput | undefined;
  @Optional(nested(PlaceInput)) readonly place: PlaceInput | undefined;
  @Needed(agencyId) readonly to!: string;
  @Needed(text()) readonly facts!: string;
  @Optional(yesOrNo) readonly urgent: boolean | undefined;
  @Optional(yesOrNo) readonly forRelative: boolean | undefined;
}

/** 受理人身安全保护令申请. */
export class AcceptProtectionApplication implements Fields<AcceptProtectionApplicationInput> {
  @Optional(uuid) readonly protectionId: string | undefined;
  @Optional(yesOrNo) readonly urgent: boolean | undefined;
}

/** 作出人身安全保护令. */
export class MakeProtectionOrder implements Fields<MakeProtectionOrderInput> {
  @Optional(uuid) readonly protectionId: string | undefined;
  @Needed(text()) readonly terms!: string;
  @Needed(whole(1, 60)) readonly months!: number;
}

/** 驳回人身安全保护令申请. */
export class RejectProtectionOrder implements Fields<RejectProtectionOrderInput> {
  @Optional(uuid) readonly protectionId: string | undefined;
  @Needed(text()) readonly because!: string;
}

/** 延长人身安全保护令. */
export class ExtendProtectionOrder implements Fields<ExtendProtectionOrderInput> {
  @Optional(uuid) readonly protectionId: string | undefined;
  @Needed(whole(1, 60)) readonly months!: number;
  @Optional(text()) readonly note: string | undefined;
}

/** 撤销人身安全保护令. */
export class RevokeProtectionOrder implements Fields<RevokeProtectionOrderInput> {
  @Optional(uuid) readonly protectionId: string | undefined;
  @Needed(text()) readonly because!: string;
}

/** 记录对人身安全保护令的复议申请. */
export class RequestProtectionReview implements Fields<RequestProtectionReviewInput> {
  @Optional(uuid) readonly protectionId: string | undefined;
  @Needed(text()) readonly grounds!: string;
}

/** 就人身安全保护令作出复议决定. */
export class DecideProtectionReview implements Fields<DecideProtectionReviewInput> {
  @Optional(uuid) readonly protectionId: string | undefined;
  @Needed(yesOrNo) readonly upheld!: boolean;
  @Optional(text()) readonly note: string | undefined;
}
