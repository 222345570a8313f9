import {
  aboutClock,
  type CaseRecord,
  type Clock,
  clockOf,
  overseen,
  psychOpened,
  psychShared,
  type RecordedEvent,
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
  'RiskObserved',
  'EmergencyEscorted',
  'ConsentWithdrawn',
];

/** Until there is consent, nobody but the desk that noticed knows of a psychological flag. */
const PSYCH: readonly RecordedEvent['type'][] = ['GuardianTold', 'GuardianConsentRecorded'];

/** Whether a supervisor may know that this happened at all. */
export function isEventShown({ type, data }: RecordedEvent, record: CaseRecord): boolean {
  const about = 'clockId' in data ? clockOf(record, data.clockId) : undefined;
  if (about) return overseen(about, record);
  const ofPsych = PSYCH.includes(type) || (type === 'FlagRaised' && data.kind === 'PSYCH_ABNORMALITY');
  return !HIDDEN.includes(type) && (!ofPsych || psychOpened(record));
}

/** Clocks of the psychological channel come into sight with consent. */
export function isOfPsych({ scope, item, clock }: Clock, record: CaseRecord): boolean {
  const about = aboutClock({ scope, item }, record);
  if (about) return isOfPsych(about, record);
  const psychFlag = record.flags.some(({ id, kind }) => id === item && kind === 'PSYCH_ABNORMALITY');
  return psychFlag || scope === 'referral' || clock.startsWith('PSYCH_');
}

/**
 * Agencies that raised a flag or reported without being the place's own committee: whoever they are, they are not named
 * (反家暴法14). The committee reports in duty, and its clocks name it anyway.
 */
export function reportersOf(record: CaseRecord): ReadonlySet<string> {
  const flags = record.flags.filter(({ kind }) => kind !== 'PSYCH_ABNORMALITY' || psychShared(record));
  return new Set([...flags, ...record.reports].map(({ by }) => by).filter((by) => !isCommittee(by, record)));
}

export function isCommittee(agency: string, { flags }: CaseRecord): boolean {
  return flags.some(({ committee }) => committee === agency);
}

export function unlessReporter(agency: string | null, reporters: ReadonlySet<string>): string | null {
  return agency === null || reporters.has(agency) ? null : agency;
}
