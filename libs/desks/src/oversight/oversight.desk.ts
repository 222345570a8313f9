import { defineOverseeingDesk } from '../desk.ts';
import { oversightEntry } from './oversight.entry.ts';
import { oversightFields, oversightQueries } from './oversight.queries.ts';
import { oversightShared, oversightView } from './oversight.view.ts';

/** 督导: the working committee on children and women, and superiors: state, holder and clocks of their area, no names. */
export const oversight = defineOverseeingDesk({
  name: 'oversight',
  version: 5,
  title: { zh: '督导工作台', en: 'Oversight desk' },
  agencies: ['WCCW', 'PLAC'],
  view: oversightView,
  shared: oversightShared,
  entry: oversightEntry,
  commands: ['UrgeHolder', 'SuperviseHolder', 'DecideExtension', 'DesignateJurisdiction'],
  queries: oversightQueries,
  fields: oversightFields,
});
