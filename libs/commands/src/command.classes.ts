import type { CommandName, InputOf } from '#case';
import { IssueAdmonition } from './admonition/admonition.ts';
import { DecideNoAdmonition, DecideNoOrder } from './admonition/no.order.ts';
import { IssueCaution, RecordCautionVisit, ServeCaution } from './caution/caution.ts';
import { DecideExtension, RequestExtension } from './clock/extension.ts';
import { AnswerSupervision, SuperviseHolder, UrgeHolder } from './clock/supervision.ts';
import { RecordAfterClosingVisit, RecordChildHeard, TransferCaseJurisdiction } from './closing/care.ts';
import { CloseCase } from './closing/closing.ts';
import { RecordDissuasion } from './dissuasion/dissuasion.ts';
import { OrderSchoolReturn, RecordSchoolReturn } from './dropout/dropout.ts';
import type { FieldClass, Fields } from './field.ts';
import { BeginAppraisal, EndAppraisal } from './file/appraisal.ts';
import { CloseFile, DecideNoPenalty, DecidePenalty, FileCriminalCase, OpenPublicSecurityCase } from './file/file.ts';
import {
  AskWhyNotFiled,
  ComplainOfNoFiling,
  DecideNotToFile,
  GiveReason,
  NotifyToFile,
  ServeNoFiling,
} from './file/no.filing.ts';
import { DiscoverInCase, RecordFinding } from './finding/finding.ts';
import { RaiseFlag } from './flag/flag.ts';
import { MergeFlags, UnmergeFlags } from './flag/merge.ts';
import { ConsentToSplit, SplitChild } from './flag/split.ts';
import { AssessSeverity, TestEligibility, TriageFlag } from './flag/triage.ts';
import { DecideWithdrawal, RequestWithdrawal } from './flag/withdrawal.ts';
import {
  ApplyRevokeGuardianship,
  BeginLongTermGuardianship,
  ConsentAsGuardian,
  DecideRevocation,
  DropRevocationGround,
  FindRevocationGround,
  ReturnToGuardian,
  TakeTemporaryGuardianship,
} from './guardianship/guardianship.ts';
import {
  CompleteHukouPapers,
  DecideHukouRequest,
  GiveHukouOpinion,
  NotifyApplicant,
  NotifyDomicile,
  PushToHukou,
  RequestHukouCoordination,
  WithdrawHukouRequest,
} from './hukou/hukou.ts';
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
import {
  AcceptProtectionApplication,
  ApplyProtectionOrder,
  DecideProtectionReview,
  ExtendProtectionOrder,
  MakeProtectionOrder,
  RejectProtectionOrder,
  RequestProtectionReview,
  RevokeProtectionOrder,
} from './protection/protection.ts';
import { EmergencyEscort, RecordGuardianConsent, ReportRisk, TellGuardian, WithdrawConsent } from './psych/consent.ts';
import { AnswerCoordination, CoordinateCrisis } from './psych/coordination.ts';
import {
  DeclineDiagnosis,
  RecordBroughtForDiagnosis,
  RecordDiagnosis,
  RequestRediagnosis,
  ServeDiagnosis,
} from './psych/diagnosis.ts';
import { AcceptReferral, CompleteReferral, DeclineReferral, ReferPsych, RerouteReferral } from './psych/referral.ts';
import { ApplyRehab, ReferRehab, RegisterRehab } from './rehab/rehab.ts';
import { ReportToPolice } from './report/report.ts';
import {
  AcceptWorkOrder,
  CompleteWorkOrder,
  ReassignWorkOrder,
  RerouteWorkOrder,
  ReturnWorkOrder,
  RuleOnWorkOrder,
  SendWorkOrder,
  SignWorkOrder,
  WithdrawWorkOrder,
} from './workorder/workorder.ts';

/** The class of each command's own fields; a command without one does not compile. */
export const commandClasses: { readonly [N in CommandName]: FieldClass<Fields<Omit<InputOf<N>, 'derived'>>> } = {
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
