import { defineOverseeingDesk } from '../desk.ts';
import { overdueClocks, oversightEntry, oversightView } from './oversight.view.ts';

/** 督导: the working committee on children and women, and superiors: state, holder and clocks of their area, no names. */
export const oversight = defineOverseeingDesk({
  name: 'oversight',
  version: 3,
  title: { zh: '督导工作台', en: 'Oversight desk' },
  agencies: ['WCCW', 'PLAC'],
  view: oversightView,
  waiting: overdueClocks,
  entry: oversightEntry,
  commands: ['UrgeHolder', 'SuperviseHolder', 'DecideExtension', 'DesignateJurisdiction'],
});
