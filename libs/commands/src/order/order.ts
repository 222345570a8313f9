import { type IssueOrderInput, ORDER_TYPES, type OrderType, type ServeOrderInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, oneOf, uuid, whole, yesOrNo } from '../kinds.ts';

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
