import {
  type FulfilOrderInput,
  type IssueOrderInput,
  ORDER_TYPES,
  type OrderType,
  type RecordFollowUpInput,
  type RecordGuidanceSessionInput,
  type ServeOrderInput,
} from '#case';
import { type Fields, Needed, Optional } from './field.ts';
import { agencyId, oneOf, text, uuid, whole, yesOrNo } from './kinds.ts';

/** 责令接受家庭教育指导. */
export class IssueOrder implements Fields<IssueOrderInput> {
  @Optional(uuid) readonly findingId: string | undefined;
  @Needed(oneOf(ORDER_TYPES)) readonly orderType!: OrderType;
  @Optional(whole(1, 36)) readonly termMonths: number | undefined;
  @Optional(whole(1, 12)) readonly sessionEveryMonths: number | undefined;
  @Optional(agencyId) readonly provider: string | undefined;
  @Optional(yesOrNo) readonly served: boolean | undefined;
}

/** 送达责令文书. */
export class ServeOrder implements Fields<ServeOrderInput> {
  @Optional(uuid) readonly orderId: string | undefined;
}

/** 记录家庭教育指导. */
export class RecordGuidanceSession implements Fields<RecordGuidanceSessionInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(yesOrNo) readonly attended!: boolean;
  @Optional(whole(1, 600)) readonly minutes: number | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 记录跟踪回访. */
export class RecordFollowUp implements Fields<RecordFollowUpInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(text()) readonly note!: string;
}

/** 确认责令履行完毕. */
export class FulfilOrder implements Fields<FulfilOrderInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
