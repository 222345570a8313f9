import {
  type AcceptWorkOrderInput,
  type CompleteWorkOrderInput,
  RETURN_REASONS,
  type ReassignWorkOrderInput,
  type RerouteWorkOrderInput,
  type ReturnReason,
  type ReturnWorkOrderInput,
  type RuleOnWorkOrderInput,
  type SendWorkOrderInput,
  type SignWorkOrderInput,
  type WithdrawWorkOrderInput,
  WORK_ORDER_RESULTS,
  type WorkOrderResult,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, oneOf, serviceCode, text, uuid, whole } from '../kinds.ts';

/** 服务转介（发出工单）. */
export class SendWorkOrder implements Fields<SendWorkOrderInput> {
  @Needed(serviceCode) readonly service!: string;
  @Needed(agencyId) readonly to!: string;
  @Needed(text()) readonly need!: string;
  @Optional(whole(1, 60)) readonly days: number | undefined;
}

/** 签收工单. */
export class SignWorkOrder implements Fields<SignWorkOrderInput> {
  @Optional(uuid) readonly workOrderId: string | undefined;
}

/** 受理工单. */
export class AcceptWorkOrder implements Fields<AcceptWorkOrderInput> {
  @Optional(uuid) readonly workOrderId: string | undefined;
}

/** 退回工单. */
export class ReturnWorkOrder implements Fields<ReturnWorkOrderInput> {
  @Optional(uuid) readonly workOrderId: string | undefined;
  @Needed(oneOf(RETURN_REASONS)) readonly returnedBecause!: ReturnReason;
  @Optional(agencyId) readonly suggests: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 另行转派工单. */
export class RerouteWorkOrder implements Fields<RerouteWorkOrderInput> {
  @Optional(uuid) readonly workOrderId: string | undefined;
  @Needed(agencyId) readonly to!: string;
}

/** 办结工单. */
export class CompleteWorkOrder implements Fields<CompleteWorkOrderInput> {
  @Optional(uuid) readonly workOrderId: string | undefined;
  @Needed(oneOf(WORK_ORDER_RESULTS)) readonly result!: WorkOrderResult;
  @Optional(text()) readonly note: string | undefined;
}

/** 撤回工单. */
export class WithdrawWorkOrder implements Fields<WithdrawWorkOrderInput> {
  @Optional(uuid) readonly workOrderId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 裁定承办单位. */
export class RuleOnWorkOrder implements Fields<RuleOnWorkOrderInput> {
  @Optional(uuid) readonly workOrderId: string | undefined;
  @Needed(agencyId) readonly to!: string;
  @Optional(text()) readonly note: string | undefined;
}

/** 改派工单. */
export class ReassignWorkOrder implements Fields<ReassignWorkOrderInput> {
  @Optional(uuid) readonly workOrderId: string | undefined;
  @Needed(agencyId) readonly to!: string;
  @Optional(text()) readonly note: string | undefined;
}
