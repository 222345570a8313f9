import { type DiscoverInCaseInput, GROUNDS, type Ground, type RecordFindingInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { ChildInput, GuardianInput, PlaceInput } from '../flag/opening.ts';
import { line, nested, oneOf, text, uuid } from '../kinds.ts';

/** 记录认定. */
export class RecordFinding implements Fields<RecordFindingInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(oneOf(GROUNDS)) readonly ground!: Ground;
  @Needed(text()) readonly statement!: string;
}

/** 办案中发现监护人失职. Whom and where it is about is asked for only when it opens a case. */
export class DiscoverInCase implements Fields<Omit<DiscoverInCaseInput, 'derived'>> {
  @Optional(nested(ChildInput)) readonly child: ChildInput | undefined;
  @Optional(nested(GuardianInput)) readonly guardian: GuardianInput | undefined;
  @Optional(nested(PlaceInput)) readonly place: PlaceInput | undefined;
  @Needed(oneOf(GROUNDS)) readonly ground!: Ground;
  @Needed(line(100)) readonly caseReference!: string;
  @Needed(text()) readonly statement!: string;
}
