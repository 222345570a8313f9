import type { IssueCautionInput, RecordCautionVisitInput, ServeCautionInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid } from '../kinds.ts';

/** 出具告诫书. */
export class IssueCaution implements Fields<IssueCautionInput> {
  @Needed(text()) readonly text!: string;
}

/** 送交告诫书. */
export class ServeCaution implements Fields<ServeCautionInput> {
  @Optional(uuid) readonly cautionId: string | undefined;
}

/** 记录告诫后查访. */
export class RecordCautionVisit implements Fields<RecordCautionVisitInput> {
  @Optional(uuid) readonly cautionId: string | undefined;
  @Needed(text()) readonly note!: string;
}
