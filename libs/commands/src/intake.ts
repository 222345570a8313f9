import type { AcceptCaseInput, NotifyReporterInput } from '#case';
import { type Fields, Needed, Optional } from './field.ts';
import { line, text, uuid, yesOrNo } from './kinds.ts';

/** 受案. */
export class AcceptCase implements Fields<AcceptCaseInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Optional(line(40)) readonly receiptNumber: string | undefined;
}

/** 反馈报告人. */
export class NotifyReporter implements Fields<NotifyReporterInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(text()) readonly message!: string;
  @Optional(yesOrNo) readonly result: boolean | undefined;
}
