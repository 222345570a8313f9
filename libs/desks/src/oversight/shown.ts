import {
  type CaseRecord,
  type Clock,
  clockOf,
  inChannel,
  overseen,
  psychOpened,
  type RecordedEvent,
  riskSeen,
} from '#case';

/** Files, cautions, protection orders, the child's own misconduct and clinical work (预防法59, 反家暴法17, 32, 精神卫生法4) are not even named here. */
const HIDDEN: readonly RecordedEvent['type'][] = [
  'PublicSecurityCaseOpened',
  'PenaltyDecided',
  'NoPenaltyDecided',
  'CriminalFiled',
  'FileClosed',
  'AppraisalBegun',
  'AppraisalEnded',
  'NoFilingComplained',
  'NotFiled',
  'NoFilingServed',
  'ReasonAsked',
  'ReasonGiven',
  'FilingNotified',
  'CautionIssued',
  'CautionServed',
  'CautionVisitRecorded',
  'ProtectionOrderApplied',
  'ProtectionOrderApplicationAccepted',
  'ProtectionOrderMade',
  'ProtectionOrderRejected',
  'ProtectionOrderExtended',
  'ProtectionOrderRevoked',
  'ProtectionOrderReviewRequested',
  'ProtectionOrderReviewDecided',
  'RehabApplicationReceived',
  'RehabRegistered',
  'RehabReferred',
  'MeasureApplied',
  'MeasureEnded',
  'SpecialSchoolDecided',
  'TermStarted',
  'CommitteeReviewed',
  'BroughtForDiagnosis',
  'DiagnosisDeclined',
  'DiagnosisRecorded',
  'DiagnosisServed',
  'RediagnosisRequested',
];

/** Until there is consent, nobody but the desk that noticed knows of a psychological flag. */
const PSYCH: readonly RecordedEvent['type'][] = ['GuardianTold', 'GuardianConsentRecorded', 'ConsentWithdrawn'];

/** Whoever knew of consent is told that it has ended. */
const ENDS_CONSENT: readonly RecordedEvent['type'][] = ['GuardianConsentRecorded', 'ConsentWithdrawn'];

/** Whether a supervisor may know that this happened at all. */
export function isEventShown({ type, data, meta }: RecordedEvent, record: CaseRecord, before: CaseRecord): boolean {
  const about = 'clockId' in data ? clockOf(record, data.clockId) : undefined;
  if (about) return overseen(about, record);
  const ofPsych = PSYCH.includes(type) || (type === 'FlagRaised' && data.kind === 'PSYCH_ABNORMALITY');
  if (type === 'RiskObserved') return riskSeen(record);
  // an escort where no danger stood ended no task
  if (type === 'EmergencyEscorted')
    return meta.effects.some(({ effect, id }) => effect === 'stop' && isTask(clockOf(record, id)));
  return (
    !HIDDEN.includes(type) && (!ofPsych || psychOpened(record) || (ENDS_CONSENT.includes(type) && psychOpened(before)))
  );
}

const isTask = (clock: Clock | undefined) => clock?.scope === 'case' && inChannel(clock);

/** Whether an item is a psychological flag that overseers may not know of yet. */
export function isHiddenFlag(item: string, record: CaseRecord): boolean {
  return record.flags.some(({ id, kind }) => id === item && kind === 'PSYCH_ABNORMALITY') && !psychOpened(record);
}
