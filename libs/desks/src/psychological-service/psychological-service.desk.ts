import { defineDesk } from '../desk.ts';
import { psychologicalServiceView } from './psychological-service.view.ts';

/** 心理服务机构、医疗机构、12355: referrals to it, and those it sends on; clinical content is its own, and only a hospital diagnoses. */
export const psychologicalService = defineDesk({
  name: 'psychological-service',
  version: 7,
  title: { zh: '心理服务工作台', en: 'Psychological service desk' },
  agencies: ['PSYSO', 'HOSP', 'H12355'],
  view: psychologicalServiceView,
  commands: [
    'RaiseFlag',
    'RequestWithdrawal',
    'ReportToPolice',
    'ComplainOfNoFiling',
    'SupplyInfo',
    'TellGuardian',
    'RecordGuardianConsent',
    'WithdrawConsent',
    'ReferPsych',
    'RerouteReferral',
    'AcceptReferral',
    'DeclineReferral',
    'CompleteReferral',
    'RecordBroughtForDiagnosis',
    'DeclineDiagnosis',
    'RecordDiagnosis',
    'ServeDiagnosis',
    'RequestRediagnosis',
    'ReportRisk',
    'EmergencyEscort',
    'ApplyRehab',
    'RegisterRehab',
    'ReferRehab',
    'RequestExtension',
    'AnswerSupervision',
    'AnswerCoordination',
  ],
});
