import { defineDesk } from '../desk.ts';
import { serviceQueries, workOrderFields } from '../services.ts';
import { townshipView } from './township.view.ts';

/** 乡镇（街道）、未成年人保护工作站、儿童督导员: triages, merges, decides on withdrawals, closes what is not serious, orders school return, refers to services. */
export const township = defineDesk({
  name: 'township',
  version: 8,
  title: { zh: '乡镇（街道）工作台', en: 'Township desk' },
  agencies: ['TOWN', 'STATION', 'CS'],
  view: townshipView,
  keyMinorCommands: ['OpenKeyMinorEntry', 'RecordKeyMinorMeasure', 'MoveKeyMinor', 'CloseKeyMinorEntry'],
  surveyWorkCommands: ['SubmitData'],
  ledgerCommands: ['OpenLedgerEntry', 'RecordContact', 'RecordHomeVisit', 'CloseLedgerEntry'],
  fields: {
    ...workOrderFields,
    Case: {
      duplicates: ({ duplicates }: { duplicates: readonly string[] }, _: never, { officer }) =>
        duplicates.filter((caseId) => !officer.barred.has(caseId)),
    },
  },
  queries: serviceQueries,
  commands: [
    'RaiseFlag',
    'TriageFlag',
    'AssessSeverity',
    'TestEligibility',
    'RequestWithdrawal',
    'DecideWithdrawal',
    'MergeFlags',
    'UnmergeFlags',
    'SplitChild',
    'ReportToPolice',
    'ComplainOfNoFiling',
    'SupplyInfo',
    'OrderSchoolReturn',
    'RecordSchoolReturn',
    'SendWorkOrder',
    'RerouteWorkOrder',
    'WithdrawWorkOrder',
    'RecordChildHeard',
    'CloseCase',
    'RecordAfterClosingVisit',
    'RequestHukouCoordination',
    'CompleteHukouPapers',
    'PushToHukou',
    'GiveHukouOpinion',
    'NotifyApplicant',
    'WithdrawHukouRequest',
    'RequestExtension',
    'AnswerSupervision',
    'AnswerCoordination',
    'DecideExtension',
  ],
});
