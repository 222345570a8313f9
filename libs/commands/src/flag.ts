import { DANGER_SIGNS, type DangerSign, FLAG_KINDS, type FlagKind, type Guardian, type RaiseFlagInput } from '#case';
import { type Fields, Needed, Optional } from './field.ts';
import { date, division, identityNumber, line, nested, oneOf, someOf, text } from './kinds.ts';
import { ReporterInput } from './reporter.ts';

type Sex = NonNullable<RaiseFlagInput['child']['sex']>;
const SEXES: Readonly<Record<Sex, true>> = { FEMALE: true, MALE: true };

/** The child that a flag is about (儿童). */
export class ChildInput implements Fields<RaiseFlagInput['child']> {
  @Needed(line(50)) readonly name!: string;
  @Optional(oneOf(SEXES)) readonly sex: Sex | undefined;
  @Optional(date) readonly birthDate: string | undefined;
  @Optional(identityNumber) readonly idNumber: string | undefined;
  @Optional(line(40)) readonly phone: string | undefined;
}

/** Who has guardianship (监护人). */
export class GuardianInput implements Fields<Guardian> {
  @Optional(line(50)) readonly name: string | undefined;
  @Needed(line(50)) readonly relation!: string;
  @Optional(line(40)) readonly phone: string | undefined;
}

/** Where the child lives (居住地). */
export class PlaceInput implements Fields<RaiseFlagInput['place']> {
  @Needed(division) readonly division!: string;
  @Optional(line(200)) readonly address: string | undefined;
}

/** 提出线索. What is derived at the door is no field: nobody sends it. */
export class RaiseFlag implements Fields<Omit<RaiseFlagInput, 'derived'>> {
  @Needed(oneOf(FLAG_KINDS)) readonly kind!: FlagKind;
  @Needed(nested(ChildInput)) readonly child!: ChildInput;
  @Optional(nested(GuardianInput)) readonly guardian: GuardianInput | undefined;
  @Needed(nested(PlaceInput)) readonly place!: PlaceInput;
  @Needed(text()) readonly facts!: string;
  @Optional(someOf(DANGER_SIGNS)) readonly signs: DangerSign[] | undefined;
  @Optional(nested(ReporterInput)) readonly reporter: ReporterInput | undefined;
}
