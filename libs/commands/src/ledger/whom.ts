import type { CalendarDate } from '#calendar';
import type { WhomInput } from '#ledger';
import { type Fields, Optional } from '../field.ts';
import { ChildInput, GuardianInput, PlaceInput } from '../flag/opening.ts';
import { division, nested, pastDate, uuid, yesOrNo } from '../kinds.ts';

/** Whom an entry is for, and what the test of a migrant child needs (流动儿童认定). */
export class Whom implements Fields<Omit<WhomInput, 'derived'>> {
  @Optional(uuid) readonly sourceCaseId: string | undefined;
  @Optional(nested(ChildInput)) readonly child: ChildInput | undefined;
  @Optional(nested(GuardianInput)) readonly guardian: GuardianInput | undefined;
  @Optional(nested(PlaceInput)) readonly place: PlaceInput | undefined;
  @Optional(division) readonly hukouDivision: string | undefined;
  @Optional(pastDate) readonly residenceSince: CalendarDate | undefined;
  @Optional(yesOrNo) readonly livesWithGuardian: boolean | undefined;
}
