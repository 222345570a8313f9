import { defineDesk } from '../desk.ts';
import { procuratorateView } from './procuratorate.view.ts';

/** 人民检察院: what is filed, copied or complained of to it, and its own findings, admonitions and orders. */
export const procuratorate = defineDesk({
  name: 'procuratorate',
  version: 8,
  title: { zh: '检察工作台', en: 'Procuratorate desk' },
  recommends: true,
  agencies: ['PROC'],
  view: procuratorateView,
  commands: [
    'RaiseFlag',
    'ReportToPolice',
    'ComplainOfNoFiling',
    'SupplyInfo',
    'DiscoverInCase',
    'IssueAdmonition',
    'DecideNoAdmonition',
    'DecideNoOrder',
    'IssueOrder',
    'ServeOrder',
    'NameProvider',
    'RecordGuidanceSession',
    'RecordFollowUp',
    'FulfilOrder',
    'RecordBreach',
    'EscalateBreach',
    'DisposeBreach',
    'ReplaceOrder',
    'AskWhyNotFiled',
    'NotifyToFile',
    'NotifyDomicile',
    'FindRevocationGround',
    'DropRevocationGround',
    'RequestExtension',
    'AnswerSupervision',
  ],
});
