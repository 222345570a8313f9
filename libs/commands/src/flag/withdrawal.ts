import type { DecideWithdrawalInput, RequestWithdrawalInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid, yesOrNo } from '../kinds.ts';

/** 申请撤回线索. */
export class RequestWithdrawal implements Fields<RequestWithdrawalInput> {
  @Optional(uuid) readonly flagId: string | undefined;
  @Needed(text()) readonly because!: string;
}

/** 决定是否准予撤回. */
export class DecideWithdrawal implements Fields<DecideWithdrawalInput> {
  @Optional(uuid) readonly withdrawalId: string | undefined;
  @Needed(yesOrNo) readonly granted!: boolean;
  @Optional(text()) readonly note: string | undefined;
}
