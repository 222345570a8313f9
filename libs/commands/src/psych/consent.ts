import type {
  EmergencyEscortInput,
  RecordGuardianConsentInput,
  ReportRiskInput,
  TellGuardianInput,
  WithdrawConsentInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, text, yesOrNo } from '../kinds.ts';

/** 告知监护人送诊. */
export class TellGuardian implements Fields<TellGuardianInput> {
  @Needed(text()) readonly advice!: string;
}

/** 记录监护人同意. */
export class RecordGuardianConsent implements Fields<RecordGuardianConsentInput> {
  @Needed(yesOrNo) readonly guardianAgrees!: boolean;
  @Optional(yesOrNo) readonly childAgrees: boolean | undefined;
  @Optional(text()) readonly evidence: string | undefined;
}

/** 记录撤回同意. */
export class WithdrawConsent implements Fields<WithdrawConsentInput> {
  @Optional(text()) readonly note: string | undefined;
}

/** 报告自伤或伤人危险. */
export class ReportRisk implements Fields<ReportRiskInput> {
  @Needed(text()) readonly risk!: string;
}

/** 紧急送诊. */
export class EmergencyEscort implements Fields<EmergencyEscortInput> {
  @Needed(agencyId) readonly to!: string;
  @Optional(text()) readonly note: string | undefined;
}
