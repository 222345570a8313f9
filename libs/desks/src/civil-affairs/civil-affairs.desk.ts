import { defineDesk } from '../desk.ts';
import { serviceQueries, workOrderFields } from '../services.ts';
import { civilAffairsView } from './civil-affairs.view.ts';

/** 民政: sees the state of the whole chain in its county, keeps the ledger, and closes the care file. */
export const civilAffairs = defineDesk({
  name: 'civil-affairs',
  version: 6,
  title: { zh: '民政工作台', en: 'Civil affairs desk' },
  agencies: ['CA', 'MPRA', 'CWI'],
  view: civilAffairsView,
  surveyWorkCommands: ['EstablishSurveyWork', 'CloseSurveyRound', 'RecordAnnualMeeting'],
  ledgerCommands: ['OpenLedgerEntry', 'RefreshLedgerEntry', 'CloseLedgerEntry'],
  fields: workOrderFields,
  queries: serviceQueries,
  commands: [
    'RaiseFlag',
    'AssessSeverity',
    'TestEligibility',
    'ReportToPolice',
    'SupplyInfo',
    'RecordGuardianConsent',
    'ReferPsych',
    'RerouteReferral',
    'ApplyRehab',
    'RegisterRehab',
    'ReferRehab',
    'SendWorkOrder',
    'RerouteWorkOrder',
    'WithdrawWorkOrder',
    'SignWorkOrder',
    'AcceptWorkOrder',
    'ReturnWorkOrder',
    'CompleteWorkOrder',
    'RecordChildHeard',
    'TransferCaseJurisdiction',
    'CloseCase',
    'RecordAfterClosingVisit',
    'RequestExtension',
    'AnswerSupervision',
    'AnswerCoordination',
    'DecideExtension',
  ],
});
