import { DANGER_SIGNS, type DangerSign, FLAG_KINDS, type FlagKind, type RaiseFlagInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { line, nested, oneOf, someOf, text } from '../kinds.ts';
import { ReporterInput } from '../report/reporter.ts';
import { ChildInput, GuardianInput, PlaceInput } from './opening.ts';

/** 提出线索. What is derived at the door is no field: nobody sends it. */
export class RaiseFlag implements Fields<Omit<RaiseFlagInput, 'derived'>> {
  @Needed(oneOf(FLAG_KINDS)) readonly kind!: FlagKind;
  @Needed(nested(ChildInput)) readonly child!: ChildInput;
  @Optional(nested(GuardianInput)) readonly guardian: GuardianInput | undefined;
  @Needed(nested(PlaceInput)) readonly place!: PlaceInput;
  @Needed(text()) readonly facts!: string;
  @Optional(someOf(DANGER_SIGNS)) readonly signs: DangerSign[] | undefined;
  @Optional(line(100)) readonly screeningLevel: string | undefined;
  @Optional(nested(ReporterInput)) readonly reporter: ReporterInput | undefined;
}
