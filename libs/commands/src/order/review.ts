import type { DecideReviewInput, RequestReviewInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid, yesOrNo } from '../kinds.ts';

/** 记录复议申请. */
export class RequestReview implements Fields<RequestReviewInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(text()) readonly grounds!: string;
}

/** 作出复议决定. */
export class DecideReview implements Fields<DecideReviewInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(yesOrNo) readonly upheld!: boolean;
  @Optional(text()) readonly note: string | undefined;
}
