import { defineDesk } from '../desk.ts';
import { identityMutations } from './identity.ts';
import { oversightEntry } from './oversight.entry.ts';
import { oversightFields, oversightQueries } from './oversight.queries.ts';
import { oversightShared, oversightView } from './oversight.view.ts';

/** 督导: the working committee on children and women, and superiors: state, holder and clocks of their area, no names. */
export const oversight = defineDesk({
  name: 'oversight',
  version: 4,
  title: { zh: '督导工作台', en: 'Oversight desk' },
  agencies: ['WCCW', 'PLAC'],
  view: oversightView,
  shared: oversightShared,
  entry: oversightEntry,
  commands: [],
  queries: oversightQueries,
  mutations: identityMutations,
  fields: oversightFields,
});
