import type { CommandName } from '#case';
import type { Desk } from '#desks';
import { type Way, wayOf } from '../commands/routes.ts';

/**
 * What deals with each kind of handoff (办理). Nobody does anything about a notice, nor about a protection order, with which police and
 * committee help as need be; of rehabilitation nothing is recorded after it was referred.
 */
export const DEALT_WITH_BY: Readonly<Record<string, readonly CommandName[]>> = {
  FLAG: ['TriageFlag', 'RecordDissuasion'],
  REPORT: ['AcceptCase', 'NotAccept', 'RequestInfo', 'HandOverReport', 'DisposeReport'],
  INFORMATION_REQUEST: ['SupplyInfo'],
  PSYCHOLOGICAL_REFERRAL: ['AcceptReferral', 'DeclineReferral', 'CompleteReferral'],
  RETURNED_REFERRAL: ['RerouteReferral'],
  REHABILITATION: [],
  GUIDANCE_ORDER: ['RecordGuidanceSession', 'DeclineProvision'],
  SCHOOL_RETURN: ['RecordSchoolReturn'],
  BREACH: ['DisposeBreach'],
  COORDINATION: ['AnswerCoordination'],
  SUPERVISION: ['AnswerSupervision'],
  WITHDRAWAL: ['DecideWithdrawal'],
  SPLIT_REQUEST: ['ConsentToSplit'],
  WORK_ORDER: ['SignWorkOrder', 'AcceptWorkOrder', 'ReturnWorkOrder', 'CompleteWorkOrder'],
  RETURNED_WORK_ORDER: ['RerouteWorkOrder', 'WithdrawWorkOrder'],
  WORK_ORDER_DISPUTE: ['RuleOnWorkOrder', 'ReassignWorkOrder'],
  EXTENSION_REQUEST: ['DecideExtension'],
  JURISDICTION_DISPUTE: ['DesignateJurisdiction'],
  REASON_REQUEST: ['GiveReason'],
  FILING_NOTICE: ['FileCriminalCase'],
  CAUTION: ['RecordCautionVisit'],
  NOTICE: [],
  HUKOU_REQUEST: ['GiveHukouOpinion', 'DecideHukouRequest'],
  HUKOU_DECISION: ['NotifyApplicant'],
  PROTECTION_APPLICATION: ['AcceptProtectionApplication', 'MakeProtectionOrder', 'RejectProtectionOrder'],
  PROTECTION_ORDER: [],
  REVOCATION_GROUND: ['ApplyRevokeGuardianship', 'DropRevocationGround'],
  REVOCATION_APPLICATION: ['DecideRevocation'],
};

/** How a kind of handoff is dealt with by those who work at a desk; whether it is lawful at the moment, the next steps say. */
export function waysOf(kind: string, { commands }: Pick<Desk, 'commands'>): readonly Way[] {
  return (DEALT_WITH_BY[kind] ?? []).filter((command) => commands.includes(command)).map(wayOf);
}
