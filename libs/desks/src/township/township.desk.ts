import { defineDesk } from '../desk.ts';
import { townshipView } from './township.view.ts';

/** 乡镇（街道）、未成年人保护工作站、儿童督导员: triages, merges, decides on withdrawals, closes what is not serious, orders school return. */
export const township = defineDesk({
  name: 'township',
  version: 5,
  title: { zh: '乡镇（街道）工作台', en: 'Township desk' },
  agencies: ['TOWN', 'STATION', 'CS'],
  view: townshipView,
  surveyWorkCommands: ['SubmitData'],
  ledgerCommands: ['OpenLedgerEntry', 'RecordContact', 'RecordHomeVisit', 'CloseLedgerEntry'],
  commands: [
    'RaiseFlag',
    'TriageFlag',
    'AssessSeverity',
    'TestEligibility',
    'RequestWithdrawal',
    'DecideWithdrawal',
    'MergeFlags',
    'UnmergeFlags',
    'ReportToPolice',
    'SupplyInfo',
    'OrderSchoolReturn',
    'RecordSchoolReturn',
    'RecordChildHeard',
    'CloseCase',
    'RecordAfterClosingVisit',
    'RequestExtension',
    'AnswerSupervision',
    'AnswerCoordination',
    'DecideExtension',
  ],
});
