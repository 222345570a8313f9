import type { DisposeReportInput } from '#case';
import { type Fields, Optional } from '../field.ts';
import { uuid } from '../kinds.ts';

/** 报告事项处置完毕. */
export class DisposeReport implements Fields<DisposeReportInput> {
  @Optional(uuid) readonly reportId: string | undefined;
}
