import type { ReportToPoliceInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { ChildInput, GuardianInput, PlaceInput } from '../flag/opening.ts';
import { agencyId, nested, text, yesOrNo } from '../kinds.ts';
import { ReporterInput } from './reporter.ts';

/** 报告公安机关. Whom and where it is about is asked for only when the report opens a case. */
export class ReportToPolice implements Fields<Omit<ReportToPoliceInput, 'derived'>> {
  @Optional(nested(ChildInput)) readonly child: ChildInput | undefined;
  @Optional(nested(GuardianInput)) readonly guardian: GuardianInput | undefined;
  @Optional(nested(PlaceInput)) readonly place: PlaceInput | undefined;
  @Optional(agencyId) readonly to: string | undefined;
  @Needed(text()) readonly facts!: string;
  @Optional(yesOrNo) readonly suspectedCrime: boolean | undefined;
  @Optional(yesOrNo) readonly newFacts: boolean | undefined;
  @Optional(nested(ReporterInput)) readonly reporter: ReporterInput | undefined;
}
