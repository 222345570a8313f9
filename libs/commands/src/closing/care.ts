import type { RecordAfterClosingVisitInput, RecordChildHeardInput, TransferCaseJurisdictionInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { division, text } from '../kinds.ts';

/** 记录听取儿童意见. */
export class RecordChildHeard implements Fields<RecordChildHeardInput> {
  @Optional(text()) readonly said: string | undefined;
  @Optional(text()) readonly reasonNot: string | undefined;
}

/** 记录结案后回访. */
export class RecordAfterClosingVisit implements Fields<RecordAfterClosingVisitInput> {
  @Needed(text()) readonly note!: string;
}

/** 移交关爱档案. */
export class TransferCaseJurisdiction implements Fields<TransferCaseJurisdictionInput> {
  @Needed(division) readonly to!: string;
  @Optional(text()) readonly note: string | undefined;
}
