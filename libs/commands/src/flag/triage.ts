import type { CalendarDate } from '#calendar';
import {
  type AssessSeverityInput,
  DANGER_SIGNS,
  type DangerSign,
  FOCUS_CATEGORIES,
  type FocusCategory,
  type SeverityLevel,
  type TestEligibilityInput,
  type TriageFlagInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { division, oneOf, pastDate, someOf, text, uuid, yesOrNo } from '../kinds.ts';

const SEVERITY_LEVELS: Readonly<Record<SeverityLevel, true>> = { NOT_SERIOUS: true, SERIOUS: true };

/** 研判线索. */
export class TriageFlag implements Fields<TriageFlagInput> {
  @Optional(uuid) readonly flagId: string | undefined;
  @Needed(oneOf(SEVERITY_LEVELS)) readonly severity!: SeverityLevel;
  @Optional(yesOrNo) readonly guardianFails: boolean | undefined;
  @Optional(someOf(DANGER_SIGNS)) readonly signs: DangerSign[] | undefined;
  @Optional(division) readonly hukouDivision: string | undefined;
  @Optional(pastDate) readonly residenceSince: CalendarDate | undefined;
  @Optional(yesOrNo) readonly livesWithGuardian: boolean | undefined;
  @Optional(someOf(FOCUS_CATEGORIES)) readonly focus: FocusCategory[] | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 评估情节. */
export class AssessSeverity implements Fields<AssessSeverityInput> {
  @Needed(oneOf(SEVERITY_LEVELS)) readonly severity!: SeverityLevel;
  @Optional(someOf(DANGER_SIGNS)) readonly signs: DangerSign[] | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 流动儿童认定. */
export class TestEligibility implements Fields<TestEligibilityInput> {
  @Optional(division) readonly hukouDivision: string | undefined;
  @Optional(pastDate) readonly residenceSince: CalendarDate | undefined;
  @Optional(yesOrNo) readonly livesWithGuardian: boolean | undefined;
}
