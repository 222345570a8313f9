import { defineDesk } from '../desk.ts';
import { residentsCommitteeView } from './residents-committee.view.ts';

/** 村（居）委会、儿童主任、网格员: flag, triage, dissuade, report; never interview, admonition text or psychological referral. */
export const residentsCommittee = defineDesk({
  name: 'residents-committee',
  version: 10,
  title: { zh: '村（居）委会工作台', en: 'Residents’ committee desk' },
  agencies: ['RVC', 'CD', 'GRID'],
  view: residentsCommitteeView,
  readsForATime: true,
  ledgerCommands: ['RecordContact', 'RecordHomeVisit'],
  commands: [
    'RaiseFlag',
    'TriageFlag',
    'AssessSeverity',
    'TestEligibility',
    'RequestWithdrawal',
    'RecordDissuasion',
    'ReportToPolice',
    'ComplainOfNoFiling',
    'SupplyInfo',
    'TellGuardian',
    'ReportRisk',
    'EmergencyEscort',
    'RecordCautionVisit',
    'RecordSchoolReturn',
    'RecordChildHeard',
    'RecordAfterClosingVisit',
    'ApplyProtectionOrder',
    'FindRevocationGround',
    'ApplyRevokeGuardianship',
    'DropRevocationGround',
    'RequestExtension',
    'AnswerSupervision',
  ],
});
