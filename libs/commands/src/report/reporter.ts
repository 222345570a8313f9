import type { RaiseFlagInput, ReportToPoliceInput } from '#case';
import { type Fields, Optional } from '../field.ts';
import { line, phone } from '../kinds.ts';

type Reporter = NonNullable<RaiseFlagInput['reporter']> & NonNullable<ReportToPoliceInput['reporter']>;

/** Who reported (报告人), if known; shown only to whom the report goes. */
export class ReporterInput implements Fields<Reporter> {
  @Optional(line(50)) readonly name: string | undefined;
  @Optional(phone) readonly phone: string | undefined;
}
