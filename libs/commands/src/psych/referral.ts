import type {
  AcceptReferralInput,
  CompleteReferralInput,
  DeclineReferralInput,
  ReferPsychInput,
  RerouteReferralInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, oneOf, text, uuid } from '../kinds.ts';

type DeclinedBecause = DeclineReferralInput['declinedBecause'];
const DECLINED_BECAUSE: Readonly<Record<DeclinedBecause, true>> = {
  BEYOND_SCOPE: true,
  NO_CAPACITY: true,
  OTHER_PLACE: true,
  OTHER: true,
};

/** 转介心理服务. */
export class ReferPsych implements Fields<ReferPsychInput> {
  @Needed(agencyId) readonly to!: string;
  @Needed(text()) readonly because!: string;
}

/** 另行转介. */
export class RerouteReferral implements Fields<RerouteReferralInput> {
  @Optional(uuid) readonly referralId: string | undefined;
  @Needed(agencyId) readonly to!: string;
}

/** 接收转介. */
export class AcceptReferral implements Fields<AcceptReferralInput> {
  @Optional(uuid) readonly referralId: string | undefined;
  @Optional(text()) readonly appointment: string | undefined;
}

/** 不接收转介. */
export class DeclineReferral implements Fields<DeclineReferralInput> {
  @Optional(uuid) readonly referralId: string | undefined;
  @Needed(oneOf(DECLINED_BECAUSE)) readonly declinedBecause!: DeclinedBecause;
  @Optional(text()) readonly note: string | undefined;
}

/** 完成转介. */
export class CompleteReferral implements Fields<CompleteReferralInput> {
  @Optional(uuid) readonly referralId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
