import {
  type CompleteHukouPapersInput,
  type DecideHukouRequestInput,
  type GiveHukouOpinionInput,
  HUKOU_CATEGORIES,
  type HukouCategory,
  type NotifyApplicantInput,
  type NotifyDomicileInput,
  type PushToHukouInput,
  type RequestHukouCoordinationInput,
  type WithdrawHukouRequestInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, oneOf, text, uuid, yesOrNo } from '../kinds.ts';

/** 通报住所地有关机关. */
export class NotifyDomicile implements Fields<NotifyDomicileInput> {
  @Needed(agencyId) readonly to!: string;
  @Needed(text(1000)) readonly facts!: string;
}

/** 申请户籍地协作. */
export class RequestHukouCoordination implements Fields<RequestHukouCoordinationInput> {
  @Needed(oneOf(HUKOU_CATEGORIES)) readonly category!: HukouCategory;
  @Needed(agencyId) readonly township!: string;
  @Optional(text()) readonly papers: string | undefined;
}

/** 登记材料收齐. */
export class CompleteHukouPapers implements Fields<CompleteHukouPapersInput> {
  @Optional(uuid) readonly hukouRequestId: string | undefined;
  @Needed(text()) readonly papers!: string;
}

/** 推送户籍地. */
export class PushToHukou implements Fields<PushToHukouInput> {
  @Optional(uuid) readonly hukouRequestId: string | undefined;
}

/** 提出初步意见. */
export class GiveHukouOpinion implements Fields<GiveHukouOpinionInput> {
  @Optional(uuid) readonly hukouRequestId: string | undefined;
  @Needed(yesOrNo) readonly eligible!: boolean;
  @Optional(text()) readonly note: string | undefined;
}

/** 审核认定. */
export class DecideHukouRequest implements Fields<DecideHukouRequestInput> {
  @Optional(uuid) readonly hukouRequestId: string | undefined;
  @Needed(yesOrNo) readonly recognised!: boolean;
  @Optional(text()) readonly because: string | undefined;
}

/** 告知申请人. */
export class NotifyApplicant implements Fields<NotifyApplicantInput> {
  @Optional(uuid) readonly hukouRequestId: string | undefined;
  @Optional(text()) readonly message: string | undefined;
}

/** 撤回户籍地协作申请. */
export class WithdrawHukouRequest implements Fields<WithdrawHukouRequestInput> {
  @Optional(uuid) readonly hukouRequestId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
