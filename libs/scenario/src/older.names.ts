/** A name of the policy tables, and the one name it has here. */
export interface OlderName {
  readonly older: string;
  readonly now: string;
  readonly why?: string;
}

export const OLDER_COMMANDS: readonly OlderName[] = [
  { older: 'WithdrawFlag', now: 'RequestWithdrawal', why: 'the township decides' },
  { older: 'DecideWithdraw', now: 'DecideWithdrawal' },
  { older: 'ReturnForInfo', now: 'RequestInfo', why: 'nothing is returned: the case stays with the police' },
  { older: 'TransferJurisdiction', now: 'HandOverReport', why: '移送 is handover' },
  { older: 'NotAccepted', now: 'NotAccept' },
  { older: 'IssueGuidanceOrder', now: 'IssueOrder', why: 'orderType: GUIDANCE' },
  { older: 'OrderFollowUp', now: 'RecordFollowUp' },
  { older: 'OrderNotNeeded', now: 'DecideNoOrder', why: 'the event is still OrderNotNeeded' },
  { older: 'WrittenWarning', now: 'IssueCaution', why: '告诫书 is a caution, no warning' },
  { older: 'ApplyCorrectiveMeasure', now: 'ApplyMeasure', why: 'on the child, never on the guardian' },
  { older: 'SpecialSchoolDecision', now: 'DecideSpecialSchool' },
  { older: 'EmergencyRemove', now: 'RemoveFromDanger' },
  { older: 'OrderReturnToSchool', now: 'OrderSchoolReturn' },
  { older: 'HukouFirstOpinion', now: 'GiveHukouOpinion' },
  { older: 'HukouDecision', now: 'DecideHukouRequest' },
  { older: 'CoordinationRequest', now: 'RequestHukouCoordination' },
  { older: 'MigrantChildPredicate', now: 'TestEligibility' },
];

export const OLDER_EVENTS: readonly OlderName[] = [
  { older: 'PsychFlagRaised', now: 'FlagRaised', why: 'kind: PSYCH_ABNORMALITY' },
  { older: 'SchoolSuspectedDisorder', now: 'FlagRaised', why: 'kind: PSYCH_ABNORMALITY' },
  { older: 'WithdrawRequested', now: 'WithdrawalRequested' },
  { older: 'WithdrawDecided', now: 'WithdrawalDecided' },
  { older: 'LedgerOpened', now: 'EnteredOnLedger', why: 'on the ledger; LedgerEntryOpened is what a case says of it' },
  { older: 'ReportReceivedByPolice', now: 'ReportedToPolice', why: 'a report counts from when it is sent' },
  { older: 'ReturnedForInfo', now: 'InfoRequested' },
  { older: 'JurisdictionTransferred', now: 'ReportHandedOver' },
  { older: 'NotAccepted', now: 'ReportNotAccepted' },
  { older: 'PublicSecurityCaseAccepted', now: 'PublicSecurityCaseOpened' },
  { older: 'ProcAskedReason', now: 'ReasonAsked' },
  { older: 'PoliceReasonGiven', now: 'ReasonGiven' },
  { older: 'ProcNotifiedToFile', now: 'FilingNotified' },
  { older: 'WrittenWarningServed', now: 'CautionServed' },
  { older: 'VisitRecorded', now: 'CautionVisitRecorded', why: 'after a caution; on the ledger, HomeVisitRecorded' },
  { older: 'SelfHarmOrViolenceRisk', now: 'RiskObserved' },
  { older: 'EmergencyMeasureEnded', now: 'EmergencyEnded' },
  { older: 'PapersComplete', now: 'HukouPapersCompleted' },
  { older: 'HukouFirstOpinionReceived', now: 'HukouOpinionGiven', why: 'it stands at the county’s desk at once' },
  { older: 'HukouDecisionReceived', now: 'HukouDecisionMade', why: 'it stands with who took the application at once' },
  { older: 'CaseDisposed', now: 'ReportDisposed', why: 'with the report it answers; what was decided is not said' },
];

export const OLDER_CODES: readonly OlderName[] = [
  { older: 'IMPROPER_FAMILY_EDU', now: 'IMPROPER_FAMILY_EDUCATION', why: 'a ground' },
  { older: 'ITEM_UNKNOWN', now: 'NO_SUCH_SERVICE' },
  { older: 'OPEN_CLOCK', now: 'OPEN_ORDER', why: 'what is open is named, not the time that runs for it' },
  { older: 'WRITTEN_WARNING', now: 'CautionIssued', why: 'a document became an event' },
  { older: 'AGE_REACHED_ON', now: 'ageCounted', why: 'a field of eligibility' },
];

/** The name among the known ones that a name of the policy tables has here, where it differs. */
export function nowCalled(written: string, known: readonly string[]): string | undefined {
  const tables = [OLDER_COMMANDS, OLDER_EVENTS, OLDER_CODES].flat();
  return tables.find(({ older, now }) => older === written && known.includes(now))?.now;
}
