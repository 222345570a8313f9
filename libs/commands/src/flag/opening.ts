import type { AboutInput, Guardian } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { division, identityNumber, line, oneOf, pastDate, phone } from '../kinds.ts';

type Sex = NonNullable<AboutInput['child']['sex']>;
const SEXES: Readonly<Record<Sex, true>> = { FEMALE: true, MALE: true };

/** The child that a case is about (儿童). */
export class ChildInput implements Fields<AboutInput['child']> {
  @Needed(line(50)) readonly name!: string;
  @Optional(oneOf(SEXES)) readonly sex: Sex | undefined;
  @Optional(pastDate) readonly birthDate: string | undefined;
  @Optional(identityNumber) readonly idNumber: string | undefined;
  @Optional(phone) readonly phone: string | undefined;
}

/** Who has guardianship (监护人). */
export class GuardianInput implements Fields<Guardian> {
  @Optional(line(50)) readonly name: string | undefined;
  @Needed(line(50)) readonly relation!: string;
  @Optional(phone) readonly phone: string | undefined;
}

/** Where the child lives (居住地). */
export class PlaceInput implements Fields<AboutInput['place']> {
  @Needed(division) readonly division!: string;
  @Optional(line(200)) readonly address: string | undefined;
}
