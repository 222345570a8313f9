/** Events that end or carry an item, and with it its clocks, whatever a pack says: written by hand, and not taken from the decider. */
export const ENDS: readonly string[] = [
  // the work passes to another agency: its clock goes on there, with the due it had
  'ProvisionDeclined',
  'ProviderNamed',
  'CaseTransferred',
  'OrderFulfilled',
  'OrderReplaced',
  'ReviewDecided',
  'ReportNotAccepted',
  'PenaltyDecided',
  'NoPenaltyDecided',
  'FileClosed',
  'ReferralCompleted',
  'ReturnedToGuardian', // with it what civil affairs consented to as the guardian
  'ConsentWithdrawn',
  'GuardianConsentRecorded', // where the guardian refuses
  'SpecialSchoolDecided', // by another department: the term of the former ends
  'WithdrawalDecided',
  'WorkOrderDone',
  'WorkOrderWithdrawn',
  'WorkOrderRuled',
  'WorkOrderReassigned',
  'HukouRequestWithdrawn',
  'ProtectionOrderRevoked',
  'RevocationGroundDropped',
  // one application meets all grounds that were found
  'RevocationApplied',
  'RevocationRefused',
  'GuardianshipRevoked',
  // a dispute over jurisdiction ends with the report
  'CaseAccepted',
  'NotFiled',
  'FlagsMerged',
  'FlagsUnmerged',
  'ChildSplit',
  'CaseClosed',
  'MergedInto',
  'MergeUndone',
];
/** They give more time to the clock that they name. */
export const EXTENDS: readonly string[] = ['ExtensionGranted', 'ProtectionOrderExtended'];
