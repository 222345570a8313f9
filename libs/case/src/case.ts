import type { HolderRole } from '#policy';
import { type AdmonitionEvents, admonitionEvents, evolveAdmonition, IssueAdmonition } from './admonition/admonition.ts';
import { DecideNoOrder, evolveNoOrder, type NoOrderEvents, noOrderEvents } from './admonition/no.order.ts';
import {
  type CautionEvents,
  cautionEvents,
  evolveCaution,
  IssueCaution,
  RecordCautionVisit,
  ServeCaution,
} from './caution/caution.ts';
import { type ClockEvents, clockEvents, evolveClock, RunOutClock } from './clock/clock.ts';
import {
  type CareEvents,
  careEvents,
  evolveCare,
  RecordAfterClosingVisit,
  RecordChildHeard,
  TransferCaseJurisdiction,
} from './closing/care.ts';
import { CloseCase, type ClosingEvents, closingEvents, evolveClosing } from './closing/closing.ts';
import {
  type DissuasionEvents,
  dissuasionEvents,
  evolveDissuasion,
  RecordDissuasion,
} from './dissuasion/dissuasion.ts';
import {
  type DropoutEvents,
  dropoutEvents,
  evolveDropout,
  OrderSchoolReturn,
  RecordSchoolReturn,
} from './dropout/dropout.ts';
import {
  CloseFile,
  DecideNoPenalty,
  DecidePenalty,
  evolveFile,
  FileCriminalCase,
  type FileEvents,
  fileEvents,
  OpenPublicSecurityCase,
} from './file/file.ts';
import {
  AskWhyNotFiled,
  DecideNotToFile,
  evolveNoFiling,
  GiveReason,
  type NoFilingEvents,
  NotifyToFile,
  noFilingEvents,
  ServeNoFiling,
} from './file/no.filing.ts';
import { DiscoverInCase, evolveFinding, type FindingEvents, findingEvents, RecordFinding } from './finding/finding.ts';
import { evolveFlag, type FlagEvents, flagEvents, RaiseFlag } from './flag/flag.ts';
import {
  EndMergedCase,
  evolveMerge,
  type MergeEvents,
  MergeFlags,
  mergeEvents,
  NotePossibleDuplicate,
  RestoreMergedCase,
  UnmergeFlags,
} from './flag/merge.ts';
import {
  AssessSeverity,
  evolveTriage,
  TestEligibility,
  type TriageEvents,
  TriageFlag,
  triageEvents,
} from './flag/triage.ts';
import {
  DecideWithdrawal,
  evolveWithdrawal,
  RequestWithdrawal,
  type WithdrawalEvents,
  withdrawalEvents,
} from './flag/withdrawal.ts';
import {
  AcceptCase,
  evolveIntake,
  FindJurisdiction,
  HandOverReport,
  type IntakeEvents,
  intakeEvents,
  NotAccept,
  NotifyReporter,
} from './intake/intake.ts';
import {
  evolveSupplement,
  RequestInfo,
  type SupplementEvents,
  SupplyInfo,
  supplementEvents,
} from './intake/supplement.ts';
import type { Directory } from './kernel/command.ts';
import type { EndedItem } from './kernel/effects.ts';
import type { EventDeclarations, EventMeta, EventOf } from './kernel/event.ts';
import type { Evolve } from './kernel/evolve.ts';
import {
  ApplyMeasure,
  DecideSpecialSchool,
  EndMeasure,
  evolveMeasure,
  type MeasureEvents,
  measureEvents,
  RemoveFromDanger,
} from './measure/measure.ts';
import {
  type BreachEvents,
  breachEvents,
  DisposeBreach,
  EscalateBreach,
  evolveBreach,
  RecordBreach,
  ReplaceOrder,
} from './order/breach.ts';
import {
  evolveFollowUp,
  type FollowUpEvents,
  FulfilOrder,
  followUpEvents,
  RecordFollowUp,
  RecordGuidanceSession,
} from './order/follow.up.ts';
import { evolveOrder, IssueOrder, type OrderEvents, orderEvents, ServeOrder } from './order/order.ts';
import {
  DeclineProvision,
  evolveProvider,
  NameProvider,
  type ProviderEvents,
  providerEvents,
} from './order/provider.ts';
import { DecideReview, evolveReview, RequestReview, type ReviewEvents, reviewEvents } from './order/review.ts';
import {
  type ConsentEvents,
  consentEvents,
  EmergencyEscort,
  evolveConsent,
  RecordGuardianConsent,
  ReportRisk,
  TellGuardian,
  WithdrawConsent,
} from './psych/consent.ts';
import {
  DeclineDiagnosis,
  type DiagnosisEvents,
  diagnosisEvents,
  evolveDiagnosis,
  RecordBroughtForDiagnosis,
  RecordDiagnosis,
} from './psych/diagnosis.ts';
import {
  AcceptReferral,
  CompleteReferral,
  DeclineReferral,
  evolveReferral,
  ReferPsych,
  type ReferralEvents,
  RerouteReferral,
  referralEvents,
} from './psych/referral.ts';
import type { CaseRecord, Clock } from './record.ts';
import { ApplyRehab, evolveRehab, ReferRehab, RegisterRehab, type RehabEvents, rehabEvents } from './rehab/rehab.ts';
import { evolveReport, type ReportEvents, ReportToPolice, reportEvents } from './report/report.ts';

/** Every event of a case, by concern. */
export type CaseEvents = AdmonitionEvents &
  NoOrderEvents &
  CautionEvents &
  ClockEvents &
  CareEvents &
  ClosingEvents &
  DissuasionEvents &
  DropoutEvents &
  FileEvents &
  NoFilingEvents &
  FindingEvents &
  FlagEvents &
  MergeEvents &
  TriageEvents &
  WithdrawalEvents &
  IntakeEvents &
  SupplementEvents &
  MeasureEvents &
  BreachEvents &
  FollowUpEvents &
  OrderEvents &
  ProviderEvents &
  ReviewEvents &
  ConsentEvents &
  DiagnosisEvents &
  ReferralEvents &
  RehabEvents &
  ReportEvents;

export type CaseEvent = EventOf<CaseEvents>;
export type CaseEventType = CaseEvent['type'];

/** What is said of every event type. */
export const caseEvents: EventDeclarations<CaseEvents> = joined(
  admonitionEvents,
  noOrderEvents,
  cautionEvents,
  clockEvents,
  careEvents,
  closingEvents,
  dissuasionEvents,
  dropoutEvents,
  fileEvents,
  noFilingEvents,
  findingEvents,
  flagEvents,
  mergeEvents,
  triageEvents,
  withdrawalEvents,
  intakeEvents,
  supplementEvents,
  measureEvents,
  breachEvents,
  followUpEvents,
  orderEvents,
  providerEvents,
  reviewEvents,
  consentEvents,
  diagnosisEvents,
  referralEvents,
  rehabEvents,
  reportEvents,
);

const evolvers: Evolve<CaseEvents> = joined(
  evolveAdmonition,
  evolveNoOrder,
  evolveCaution,
  evolveClock,
  evolveCare,
  evolveClosing,
  evolveDissuasion,
  evolveDropout,
  evolveFile,
  evolveNoFiling,
  evolveFinding,
  evolveFlag,
  evolveMerge,
  evolveTriage,
  evolveWithdrawal,
  evolveIntake,
  evolveSupplement,
  evolveMeasure,
  evolveBreach,
  evolveFollowUp,
  evolveOrder,
  evolveProvider,
  evolveReview,
  evolveConsent,
  evolveDiagnosis,
  evolveReferral,
  evolveRehab,
  evolveReport,
);

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
  RecordDissuasion,
  ReportToPolice,
  AcceptCase,
  NotAccept,
  FindJurisdiction,
  HandOverReport,
  NotifyReporter,
  RequestInfo,
  SupplyInfo,
  RecordFinding,
  DiscoverInCase,
  IssueAdmonition,
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
  DecidePenalty,
  DecideNoPenalty,
  FileCriminalCase,
  CloseFile,
  DecideNotToFile,
  ServeNoFiling,
  AskWhyNotFiled,
  GiveReason,
  NotifyToFile,
  IssueCaution,
  ServeCaution,
  RecordCautionVisit,
  ApplyMeasure,
  EndMeasure,
  DecideSpecialSchool,
  RemoveFromDanger,
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
  ApplyRehab,
  RegisterRehab,
  ReferRehab,
  OrderSchoolReturn,
  RecordSchoolReturn,
  RecordChildHeard,
  RecordAfterClosingVisit,
  TransferCaseJurisdiction,
  CloseCase,
};
export type CommandName = keyof typeof caseCommands;
/** What a command takes, its personal fields sealed. */
export type InputOf<N extends CommandName> = Parameters<(typeof caseCommands)[N]['decide']>[0];

/** Commands that no agency gives: time alone, and the processes that carry what happened from one case to another. */
export const systemCommands = { RunOutClock, NotePossibleDuplicate, EndMergedCase, RestoreMergedCase };
export type SystemCommandName = keyof typeof systemCommands;

/** An event with what was recorded beside it. */
export type RecordedEvent = CaseEvent & { readonly meta: EventMeta };

/** The record after one more event; never reads a pack. */
export function evolve(record: CaseRecord, event: RecordedEvent): CaseRecord {
  const handler = evolvers[event.type] as (r: CaseRecord, data: object, meta: EventMeta) => Partial<CaseRecord>;
  const next: CaseRecord = {
    ...record,
    ...handler(record, event.data, event.meta),
    revision: record.revision + 1,
    at: event.meta.at,
  };
  const moved = withEffects(next, event.meta);
  if (event.type !== 'MergedInto') return answered(moved, event);
  const stoppedByMerge = event.meta.effects.flatMap(({ effect, id }) => (effect === 'stop' ? [id] : []));
  return answered({ ...moved, stoppedByMerge }, event);
}

/** The record after all events. */
export function fold(record: CaseRecord, events: readonly RecordedEvent[]): CaseRecord {
  return events.reduce(evolve, record);
}

function withEffects(record: CaseRecord, meta: EventMeta): CaseRecord {
  if (meta.effects.length === 0) return record;
  const clocks: Record<string, Clock> = { ...record.clocks };
  for (const effect of meta.effects) {
    if (effect.effect === 'start') clocks[effect.id] = { ...effect, state: 'running' };
    else {
      const clock = clocks[effect.id];
      if (clock)
        clocks[effect.id] = {
          ...clock,
          state: 'stopped',
          stoppedAt: effect.at,
          late: effect.late,
          cause: effect.cause,
        };
    }
  }
  return { ...record, clocks };
}

function answered(record: CaseRecord, event: RecordedEvent): CaseRecord {
  const { commandId, digest, effects, enteredLate } = event.meta;
  const earlier = record.answers[commandId];
  const answer = {
    digest,
    revision: record.revision,
    events: [...(earlier?.events ?? []), event.type],
    effects: [...(earlier?.effects ?? []), ...effects.map((effect) => `${effect.effect} ${effect.id}`)],
    enteredLate: enteredLate || earlier?.enteredLate === true,
  };
  return { ...record, answers: { ...record.answers, [commandId]: answer } };
}

/**
 * The items that an event brings to their end: all clocks in their scope stop with it. Closing the care file ends what is
 * the care file's own; the police, the procuratorate and the court close theirs.
 */
export function endedBy(event: CaseEvent, record: CaseRecord): readonly EndedItem[] {
  const items = (scope: EndedItem['scope'], list: readonly { readonly id: string }[]) =>
    list.map(({ id }): EndedItem => ({ scope, item: id }));
  const careFile = () => [
    ...items('case', [record]),
    ...items('flag', record.flags),
    ...items('withdrawal', record.withdrawals),
    ...items('schooling', record.schooling),
  ];
  switch (event.type) {
    case 'OrderFulfilled':
    case 'OrderReplaced':
      return items('order', [{ id: event.data.orderId }]);
    case 'ReviewDecided':
      return event.data.upheld ? [] : items('order', [{ id: event.data.orderId }]);
    case 'ReportNotAccepted':
      return items('report', [{ id: event.data.reportId }]);
    case 'PenaltyDecided':
    case 'NoPenaltyDecided':
    case 'FileClosed':
      return items('file', [{ id: event.data.fileId }]);
    case 'ReferralCompleted':
      return items('referral', [{ id: event.data.referralId }]);
    case 'ConsentWithdrawn':
      return items(
        'referral',
        record.psych.referrals.filter(({ status }) => status !== 'accepted'),
      );
    case 'WithdrawalDecided':
      return event.data.granted ? items('flag', [{ id: event.data.flagId }]) : [];
    case 'FlagsUnmerged':
      return items('flag', event.data.flags);
    case 'CaseClosed':
    case 'MergedInto':
      return careFile();
    default:
      return [];
  }
}

/** Which agency a clock's time is charged to: the one that must act (责任机构). */
export function holderOf(
  role: HolderRole,
  event: { readonly type: string; readonly data: object },
  record: CaseRecord,
  actor: string,
  directory: Directory,
): string | null {
  const data = event.data as Readonly<
    Record<'orderId' | 'flagId' | 'reportId' | 'referralId' | 'fileId', string | undefined>
  >;
  const order = record.orders.find(({ id }) => id === data.orderId);
  const report = record.reports.find(({ id }) => id === data.reportId);
  const referral = record.psych.referrals.find(({ id }) => id === data.referralId);
  const file = record.files.find(({ id }) => id === data.fileId);
  switch (role) {
    case 'actor':
      return actor;
    case 'committee':
      return (
        record.flags.find(({ id }) => id === data.flagId)?.committee ??
        record.flags.find(({ committee }) => committee)?.committee ??
        actor
      );
    case 'township':
      return directory.nearest('TOWN', record.division)?.id ?? null;
    case 'civil-affairs':
      return directory.nearest('CA', record.division)?.id ?? null;
    case 'police':
      return report?.to ?? file?.by ?? null;
    case 'reporter':
      return report?.by ?? null;
    case 'issuer':
      return order?.issuer ?? actor;
    case 'provider':
      return order?.provider ?? order?.issuer ?? null;
    case 'sender':
      return referral?.by ?? actor;
    case 'receiver':
      return referral?.to ?? null;
  }
}

/** Joins the maps of all concerns; two that claim one name are a mistake of ours. */
function joined<T extends object>(...maps: readonly object[]): T {
  const all: Record<string, unknown> = {};
  for (const map of maps) {
    for (const [name, value] of Object.entries(map)) {
      if (name in all) throw new Error(`two concerns claim ${name}`);
      all[name] = value;
    }
  }
  return all as T;
}
