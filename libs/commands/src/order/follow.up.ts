import type { FulfilOrderInput, RecordFollowUpInput, RecordGuidanceSessionInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid, whole, yesOrNo } from '../kinds.ts';

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
  @Optional(yesOrNo) readonly missedSession: boolean | undefined;
}

/** 确认责令履行完毕. */
export class FulfilOrder implements Fields<FulfilOrderInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
