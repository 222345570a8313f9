import type { ConsentToSplitInput, SplitChildInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid, uuids, yesOrNo } from '../kinds.ts';

/** 拆分个案. */
export class SplitChild implements Fields<SplitChildInput> {
  @Needed(uuid) readonly sourceCaseId!: string;
  @Needed(text()) readonly because!: string;
}

/** 答复拆分申请. */
export class ConsentToSplit implements Fields<ConsentToSplitInput> {
  @Optional(uuid) readonly splitId: string | undefined;
  @Needed(yesOrNo) readonly granted!: boolean;
  @Optional(uuids) readonly reportIds: string[] | undefined;
  @Optional(text()) readonly note: string | undefined;
}
