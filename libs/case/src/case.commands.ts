import { IssueAdmonition } from './admonition/admonition.ts';
import { DecideNoAdmonition } from './admonition/no.admonition.ts';
import { DecideNoOrder } from './admonition/no.order.ts';
import { IssueCaution, RecordCautionVisit, ServeCaution } from './caution/caution.ts';
import { RunOutClock } from './clock/clock.ts';
import { DecideExtension, RequestExtension } from './clock/extension.ts';
import { AnswerSupervision, SuperviseHolder, UrgeHolder } from './clock/supervision.ts';
import { RecordAfterClosingVisit, RecordChildHeard, TransferCaseJurisdiction } from './closing/care.ts';
import { CloseCase } from './closing/closing.ts';
import { RecordDissuasion } from './dissuasion/dissuasion.ts';
import { OrderSchoolReturn, RecordSchoolReturn } from './dropout/dropout.ts';
import { BeginAppraisal, EndAppraisal } from './file/appraisal.ts';
import { ComplainOfNoFiling } from './file/complaint.ts';
import { CloseFile, DecideNoPenalty, DecidePenalty, FileCriminalCase, OpenPublicSecurityCase } from './file/file.ts';
import { AskWhyNotFiled, DecideNotToFile, GiveReason, NotifyToFile, ServeNoFiling } from './file/no.filing.ts';
import { DiscoverInCase, RecordFinding } from './finding/finding.ts';
import { RaiseFlag } from './flag/flag.ts';
import { EndMergedCase, MergeFlags, NotePossibleDuplicate, RestoreMergedCase, UnmergeFlags } from './flag/merge.ts';
import { ConsentToSplit, SplitChild } from './flag/split.ts';
import { AssessSeverity, TestEligibility, TriageFlag } from './flag/triage.ts';
import { DecideWithdrawal, RequestWithdrawal } from './flag/withdrawal.ts';
import { BeginLongTermGuardianship, ReturnToGuardian, TakeTemporaryGuardianship } from './guardianship/guardianship.ts';
import {
  ApplyRevokeGuardianship,
  DecideRevocation,
  DropRevocationGround,
  FindRevocationGround,
} from './guardianship/revocation.ts';
import { NotifyDomicile } from './hukou/domicile.ts';
import { CompleteHukouPapers, PushToHukou, RequestHukouCoordination, WithdrawHukouRequest } from './hukou/hukou.ts';
import { DecideHukouRequest, GiveHukouOpinion, NotifyApplicant } from './hukou/recognition.ts';
import { DesignateJurisdiction, RequestDesignation } from './intake/designation.ts';
import { DisposeReport } from './intake/disposal.ts';
import { AcceptCase, FindJurisdiction, HandOverReport, NotAccept, NotifyReporter } from './intake/intake.ts';
import { FindPapersIncomplete, RequestInfo, SupplyInfo } from './intake/supplement.ts';
import { EndEmergency, RegisterEmergency } from './measure/emergency.ts';
import { ApplyMeasure, EndMeasure, RemoveFromDanger } from './measure/measure.ts';
import { BeginSchoolTerm, DecideSpecialSchool, RecordCommitteeReview } from './measure/special.school.ts';
import { DisposeBreach, EscalateBreach, RecordBreach, ReplaceOrder } from './order/breach.ts';
import { FulfilOrder, RecordFollowUp, RecordGuidanceSession } from './order/follow.up.ts';
import { IssueOrder, ServeOrder } from './order/order.ts';
import { DeclineProvision, NameProvider } from './order/provider.ts';
import { DecideReview, RequestReview } from './order/review.ts';
import { AcceptProtectionApplication, ApplyProtectionOrder, RejectProtectionOrder } from './protection/application.ts';
import {
  DecideProtectionReview,
  ExtendProtectionOrder,
  MakeProtectionOrder,
  RequestProtectionReview,
  RevokeProtectionOrder,
} from './protection/protection.ts';
import { EmergencyEscort, ReportRisk, TellGuardian, WithdrawConsent } from './psych/consent.ts';
import { AnswerCoordination, CoordinateCrisis } from './psych/coordination.ts';
import {
  DeclineDiagnosis,
  RecordBroughtForDiagnosis,
  RecordDiagnosis,
  RequestRediagnosis,
  ServeDiagnosis,
} from './psych/diagnosis.ts';
import { ConsentAsGuardian, RecordGuardianConsent } from './psych/giving.consent.ts';
import { AcceptReferral, CompleteReferral, DeclineReferral, ReferPsych, RerouteReferral } from './psych/referral.ts';
import { ApplyRehab, ReferRehab, RegisterRehab } from './rehab/rehab.ts';
import { ReportToPolice } from './report/report.ts';
import { AcceptWorkOrder, CompleteWorkOrder, ReturnWorkOrder, SignWorkOrder } from './workorder/receive.ts';
import { ReassignWorkOrder, RuleOnWorkOrder } from './workorder/ruling.ts';
import { RerouteWorkOrder, SendWorkOrder, WithdrawWorkOrder } from './workorder/send.ts';

/** Every command that a desk can offer, by name. */
export const caseCommands = {
  RaiseFlag,
  TriageFlag,
  AssessSeverity,
  TestEligibility,
  RequestWithdrawal,
  DecideWithdrawal,
  MergeFlags,
  UnmergeFlags,
  SplitChild,
  ConsentToSplit,
  RecordDissuasion,
  ReportToPolice,
  AcceptCase,
  NotAccept,
  FindJurisdiction,
  HandOverReport,
  NotifyReporter,
  RequestDesignation,
  DesignateJurisdiction,
  DisposeReport,
  FindPapersIncomplete,
  RequestInfo,
  SupplyInfo,
  RecordFinding,
  DiscoverInCase,
  IssueAdmonition,
  DecideNoAdmonition,
  DecideNoOrder,
  IssueOrder,
  ServeOrder,
  RecordGuidanceSession,
  RecordFollowUp,
  FulfilOrder,
  DeclineProvision,
  NameProvider,
  RecordBreach,
  EscalateBreach,
  DisposeBreach,
  ReplaceOrder,
  RequestReview,
  DecideReview,
  OpenPublicSecurityCase,
  BeginAppraisal,
  EndAppraisal,
  DecidePenalty,
  DecideNoPenalty,
  FileCriminalCase,
  CloseFile,
  DecideNotToFile,
  ServeNoFiling,
  ComplainOfNoFiling,
  AskWhyNotFiled,
  GiveReason,
  NotifyToFile,
  IssueCaution,
  ServeCaution,
  RecordCautionVisit,
  ApplyMeasure,
  EndMeasure,
  DecideSpecialSchool,
  BeginSchoolTerm,
  RecordCommitteeReview,
  RemoveFromDanger,
  EndEmergency,
  RegisterEmergency,
  TellGuardian,
  RecordGuardianConsent,
  WithdrawConsent,
  ReportRisk,
  EmergencyEscort,
  ReferPsych,
  RerouteReferral,
  AcceptReferral,
  DeclineReferral,
  CompleteReferral,
  RecordBroughtForDiagnosis,
  DeclineDiagnosis,
  RecordDiagnosis,
  ServeDiagnosis,
  RequestRediagnosis,
  ApplyRehab,
  RegisterRehab,
  ReferRehab,
  OrderSchoolReturn,
  RecordSchoolReturn,
  SendWorkOrder,
  SignWorkOrder,
  AcceptWorkOrder,
  ReturnWorkOrder,
  RerouteWorkOrder,
  CompleteWorkOrder,
  WithdrawWorkOrder,
  RuleOnWorkOrder,
  ReassignWorkOrder,
  ApplyProtectionOrder,
  AcceptProtectionApplication,
  MakeProtectionOrder,
  RejectProtectionOrder,
  ExtendProtectionOrder,
  RevokeProtectionOrder,
  RequestProtectionReview,
  DecideProtectionReview,
  TakeTemporaryGuardianship,
  ReturnToGuardian,
  BeginLongTermGuardianship,
  ConsentAsGuardian,
  FindRevocationGround,
  ApplyRevokeGuardianship,
  DropRevocationGround,
  DecideRevocation,
  NotifyDomicile,
  RequestHukouCoordination,
  CompleteHukouPapers,
  PushToHukou,
  GiveHukouOpinion,
  DecideHukouRequest,
  NotifyApplicant,
  WithdrawHukouRequest,
  RecordChildHeard,
  RecordAfterClosingVisit,
  TransferCaseJurisdiction,
  CloseCase,
  RequestExtension,
  DecideExtension,
  UrgeHolder,
  SuperviseHolder,
  AnswerSupervision,
  CoordinateCrisis,
  AnswerCoordination,
};
export type CommandName = keyof typeof caseCommands;
/** What a command takes, its personal fields sealed. */
export type InputOf<N extends CommandName> = Parameters<(typeof caseCommands)[N]['decide']>[0];

/** Commands that no agency gives: time alone, and the processes that carry what happened from one case to another. */
export const systemCommands = { RunOutClock, NotePossibleDuplicate, EndMergedCase, RestoreMergedCase };
export type SystemCommandName = keyof typeof systemCommands;
