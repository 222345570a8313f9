import { defineDesk } from '../desk.ts';
import { policeView } from './police.view.ts';

/** 公安机关: accepts what is reported to it, finds, admonishes, orders, follows up, and tells the reporter. */
export const police = defineDesk({
  name: 'police',
  version: 1,
  title: { zh: '公安工作台', en: 'Police desk' },
  agencies: ['PSB', 'PS'],
  view: policeView,
  commands: [
    'RaiseFlag',
    'AssessSeverity',
    'AcceptCase',
    'NotifyReporter',
    'RecordFinding',
    'IssueAdmonition',
    'IssueOrder',
    'ServeOrder',
    'RecordGuidanceSession',
    'RecordFollowUp',
    'FulfilOrder',
  ],
});
