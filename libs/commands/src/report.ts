import type { ReportToPoliceInput } from '#case';
import { type Fields, Needed, Optional } from './field.ts';
import { agencyId, nested, text, yesOrNo } from './kinds.ts';
import { ReporterInput } from './reporter.ts';

/** 报告公安机关. */
export class ReportToPolice implements Fields<ReportToPoliceInput> {
  @Optional(agencyId) readonly to: string | undefined;
  @Needed(text()) readonly facts!: string;
  @Optional(yesOrNo) readonly suspectedCrime: boolean | undefined;
  @Optional(yesOrNo) readonly newFacts: boolean | undefined;
  @Optional(nested(ReporterInput)) readonly reporter: ReporterInput | undefined;
}
