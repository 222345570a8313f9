import type { CalendarDate } from '#calendar';
import type { BeginSchoolTermInput, DecideSpecialSchoolInput, RecordCommitteeReviewInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { ChildInput, GuardianInput, PlaceInput } from '../flag/opening.ts';
import { date, nested, text, yesOrNo } from '../kinds.ts';

/** 决定专门教育. Whom and where it is about is asked for only when it opens a case. */
export class DecideSpecialSchool implements Fields<Omit<DecideSpecialSchoolInput, 'derived'>> {
  @Optional(nested(ChildInput)) readonly child: ChildInput | undefined;
  @Optional(nested(GuardianInput)) readonly guardian: GuardianInput | undefined;
  @Optional(nested(PlaceInput)) readonly place: PlaceInput | undefined;
  @Needed(yesOrNo) readonly assessed!: boolean;
  @Needed(text()) readonly decision!: string;
}

/** 登记专门学校学期. */
export class BeginSchoolTerm implements Fields<BeginSchoolTermInput> {
  @Needed(date) readonly termEnds!: CalendarDate;
}

/** 登记专门教育指导委员会的评估. */
export class RecordCommitteeReview implements Fields<RecordCommitteeReviewInput> {
  @Needed(text()) readonly assessment!: string;
  @Optional(yesOrNo) readonly returns: boolean | undefined;
}
