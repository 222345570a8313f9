import { type AdmonitionEvents, admonitionEvents, evolveAdmonition } from './admonition/admonition.ts';
import { evolveNoAdmonition, type NoAdmonitionEvents, noAdmonitionEvents } from './admonition/no.admonition.ts';
import { evolveNoOrder, type NoOrderEvents, noOrderEvents } from './admonition/no.order.ts';
import { type CautionEvents, cautionEvents, evolveCaution } from './caution/caution.ts';
import { type ClockEvents, clockEvents, evolveClock } from './clock/clock.ts';
import { type ExtensionEvents, evolveExtension, extensionEvents } from './clock/extension.ts';
import { evolveLadder, type LadderEvents, ladderEvents } from './clock/ladder.ts';
import { evolveSupervision, type SupervisionEvents, supervisionEvents } from './clock/supervision.ts';
import { type CareEvents, careEvents, evolveCare } from './closing/care.ts';
import { type ClosingEvents, closingEvents, evolveClosing } from './closing/closing.ts';
import { type DissuasionEvents, dissuasionEvents, evolveDissuasion } from './dissuasion/dissuasion.ts';
import { type DropoutEvents, dropoutEvents, evolveDropout } from './dropout/dropout.ts';
import { type AppraisalEvents, appraisalEvents, evolveAppraisal } from './file/appraisal.ts';
import { type ComplaintEvents, complaintEvents, evolveComplaint } from './file/complaint.ts';
import { evolveFile, type FileEvents, fileEvents } from './file/file.ts';
import { evolveNoFiling, type NoFilingEvents, noFilingEvents } from './file/no.filing.ts';
import { evolveFinding, type FindingEvents, findingEvents } from './finding/finding.ts';
import { evolveFlag, type FlagEvents, flagEvents } from './flag/flag.ts';
import { evolveMerge, type MergeEvents, mergeEvents } from './flag/merge.ts';
import { evolveSplit, type SplitEvents, splitEvents } from './flag/split.ts';
import { evolveTriage, type TriageEvents, triageEvents } from './flag/triage.ts';
import { evolveWithdrawal, type WithdrawalEvents, withdrawalEvents } from './flag/withdrawal.ts';
import { evolveGuardianship, type GuardianshipEvents, guardianshipEvents } from './guardianship/guardianship.ts';
import { evolveRevocation, type RevocationEvents, revocationEvents } from './guardianship/revocation.ts';
import { type DomicileEvents, domicileEvents, evolveDomicile } from './hukou/domicile.ts';
import { evolveHukou, type HukouEvents, hukouEvents } from './hukou/hukou.ts';
import { evolveRecognition, type RecognitionEvents, recognitionEvents } from './hukou/recognition.ts';
import { type DesignationEvents, designationEvents, evolveDesignation } from './intake/designation.ts';
import { type DisposalEvents, disposalEvents, evolveDisposal } from './intake/disposal.ts';
import { evolveIntake, type IntakeEvents, intakeEvents } from './intake/intake.ts';
import { evolveSupplement, type SupplementEvents, supplementEvents } from './intake/supplement.ts';
import { advanced } from './kernel/advanced.ts';
import type { EventDeclarations, EventMeta, EventOf } from './kernel/event.ts';
import type { Evolve } from './kernel/evolve.ts';
import { type EmergencyEvents, emergencyEvents, evolveEmergency } from './measure/emergency.ts';
import { evolveMeasure, type MeasureEvents, measureEvents } from './measure/measure.ts';
import { evolveSpecialSchool, type SpecialSchoolEvents, specialSchoolEvents } from './measure/special.school.ts';
import { type BreachEvents, breachEvents, evolveBreach } from './order/breach.ts';
import { evolveFollowUp, type FollowUpEvents, followUpEvents } from './order/follow.up.ts';
import { evolveOrder, type OrderEvents, orderEvents } from './order/order.ts';
import { evolveProvider, type ProviderEvents, providerEvents } from './order/provider.ts';
import { evolveReview, type ReviewEvents, reviewEvents } from './order/review.ts';
import {
  evolveProtectionApplication,
  type ProtectionApplicationEvents,
  protectionApplicationEvents,
} from './protection/application.ts';
import { evolveProtection, type ProtectionEvents, protectionEvents } from './protection/protection.ts';
import { type ConsentEvents, consentEvents, evolveConsent } from './psych/consent.ts';
import { type CoordinationEvents, coordinationEvents, evolveCoordination } from './psych/coordination.ts';
import { type DiagnosisEvents, diagnosisEvents, evolveDiagnosis } from './psych/diagnosis.ts';
import { evolveReferral, type ReferralEvents, referralEvents } from './psych/referral.ts';
import type { CaseRecord } from './record.ts';
import { evolveRehab, type RehabEvents, rehabEvents } from './rehab/rehab.ts';
import { evolveReport, type ReportEvents, reportEvents } from './report/report.ts';
import { evolveWorkOrder, type WorkOrderEvents, workOrderEvents } from './workorder/workorder.ts';

/** Every event of a case, by concern. */
export type CaseEvents = AdmonitionEvents &
  NoAdmonitionEvents &
  NoOrderEvents &
  CautionEvents &
  ClockEvents &
  ExtensionEvents &
  LadderEvents &
  SupervisionEvents &
  CareEvents &
  ClosingEvents &
  DissuasionEvents &
  DropoutEvents &
  FileEvents &
  AppraisalEvents &
  NoFilingEvents &
  ComplaintEvents &
  FindingEvents &
  FlagEvents &
  MergeEvents &
  SplitEvents &
  TriageEvents &
  WithdrawalEvents &
  ProtectionApplicationEvents &
  ProtectionEvents &
  GuardianshipEvents &
  RevocationEvents &
  DomicileEvents &
  HukouEvents &
  RecognitionEvents &
  IntakeEvents &
  SupplementEvents &
  DisposalEvents &
  DesignationEvents &
  MeasureEvents &
  SpecialSchoolEvents &
  EmergencyEvents &
  BreachEvents &
  FollowUpEvents &
  OrderEvents &
  ProviderEvents &
  ReviewEvents &
  ConsentEvents &
  CoordinationEvents &
  DiagnosisEvents &
  ReferralEvents &
  RehabEvents &
  ReportEvents &
  WorkOrderEvents;

export type CaseEvent = EventOf<CaseEvents>;
export type CaseEventType = CaseEvent['type'];

/** What is said of every event type. */
export const caseEvents: EventDeclarations<CaseEvents> = joined(
  admonitionEvents,
  noAdmonitionEvents,
  noOrderEvents,
  cautionEvents,
  clockEvents,
  extensionEvents,
  ladderEvents,
  supervisionEvents,
  careEvents,
  closingEvents,
  dissuasionEvents,
  dropoutEvents,
  fileEvents,
  appraisalEvents,
  noFilingEvents,
  complaintEvents,
  findingEvents,
  flagEvents,
  mergeEvents,
  splitEvents,
  triageEvents,
  withdrawalEvents,
  protectionApplicationEvents,
  protectionEvents,
  guardianshipEvents,
  revocationEvents,
  domicileEvents,
  hukouEvents,
  recognitionEvents,
  intakeEvents,
  supplementEvents,
  disposalEvents,
  designationEvents,
  measureEvents,
  specialSchoolEvents,
  emergencyEvents,
  breachEvents,
  followUpEvents,
  orderEvents,
  providerEvents,
  reviewEvents,
  consentEvents,
  coordinationEvents,
  diagnosisEvents,
  referralEvents,
  rehabEvents,
  reportEvents,
  workOrderEvents,
);

const evolvers: Evolve<CaseEvents> = joined(
  evolveAdmonition,
  evolveNoAdmonition,
  evolveNoOrder,
  evolveCaution,
  evolveClock,
  evolveExtension,
  evolveLadder,
  evolveSupervision,
  evolveCare,
  evolveClosing,
  evolveDissuasion,
  evolveDropout,
  evolveFile,
  evolveAppraisal,
  evolveNoFiling,
  evolveComplaint,
  evolveFinding,
  evolveFlag,
  evolveMerge,
  evolveSplit,
  evolveTriage,
  evolveWithdrawal,
  evolveProtectionApplication,
  evolveProtection,
  evolveGuardianship,
  evolveRevocation,
  evolveDomicile,
  evolveHukou,
  evolveRecognition,
  evolveIntake,
  evolveSupplement,
  evolveDisposal,
  evolveDesignation,
  evolveMeasure,
  evolveSpecialSchool,
  evolveEmergency,
  evolveBreach,
  evolveFollowUp,
  evolveOrder,
  evolveProvider,
  evolveReview,
  evolveConsent,
  evolveCoordination,
  evolveDiagnosis,
  evolveReferral,
  evolveRehab,
  evolveReport,
  evolveWorkOrder,
);

/** An event with what was recorded beside it. */
export type RecordedEvent = CaseEvent & { readonly meta: EventMeta };

/** The record after one more event; never reads a pack. */
export function evolve(record: CaseRecord, event: RecordedEvent): CaseRecord {
  if (!(event.type in evolvers)) throw new Error(`unknown event type ${String((event as { type: unknown }).type)}`);
  const handler = evolvers[event.type] as (r: CaseRecord, data: object, meta: EventMeta) => Partial<CaseRecord>;
  const changed = withTold(record, handler(record, event.data, event.meta), event.meta.effects);
  if (event.type !== 'MergedInto') return advanced(record, changed, event);
  const stoppedByMerge = event.meta.effects.flatMap(({ effect, id }) => (effect === 'stop' ? [id] : []));
  return advanced(record, { ...changed, stoppedByMerge }, event);
}

/** Whoever was told of a clock as the organ above its holder stands to it wherever it has been taken over. */
function withTold(
  record: CaseRecord,
  changed: Partial<CaseRecord>,
  effects: EventMeta['effects'],
): Partial<CaseRecord> {
  if (!effects.some((effect) => effect.effect === 'start' && effect.lapse)) return changed; // as of nearly all events
  const told = effects.flatMap((effect) =>
    effect.effect === 'start' && effect.lapse ? effect.lapse.told.map((to) => ({ to, clockId: effect.id })) : [],
  );
  return { ...changed, superiors: [...(changed.superiors ?? record.superiors), ...told] };
}

/** The record after all events. */
export function fold(record: CaseRecord, events: readonly RecordedEvent[]): CaseRecord {
  return events.reduce(evolve, record);
}

/** Joins the maps of all concerns; two that claim one name are a mistake of ours. */
export function joined<T extends object>(...maps: readonly object[]): T {
  const all: Record<string, unknown> = {};
  for (const map of maps) {
    for (const [name, value] of Object.entries(map)) {
      if (name in all) throw new Error(`two concerns claim ${name}`);
      all[name] = value;
    }
  }
  return all as T;
}
