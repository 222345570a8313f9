import type { BeginAppraisalInput, EndAppraisalInput } from '#case';
import { type Fields, Optional } from '../field.ts';
import { text, uuid } from '../kinds.ts';

/** 开始鉴定. */
export class BeginAppraisal implements Fields<BeginAppraisalInput> {
  @Optional(uuid) readonly fileId: string | undefined;
  @Optional(text()) readonly subject: string | undefined;
}

/** 结束鉴定. */
export class EndAppraisal implements Fields<EndAppraisalInput> {
  @Optional(uuid) readonly fileId: string | undefined;
}
