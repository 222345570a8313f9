import { defineDesk } from '../desk.ts';
import { courtView } from './court.view.ts';

/** 人民法院: the cases before it: findings, admonitions, orders, their review, and breaches taken to it. */
export const court = defineDesk({
  name: 'court',
  version: 5,
  title: { zh: '法院工作台', en: 'Court desk' },
  recommends: true,
  agencies: ['COURT'],
  view: courtView,
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
    'RequestReview',
    'DecideReview',
    'RequestExtension',
    'AnswerSupervision',
  ],
});
