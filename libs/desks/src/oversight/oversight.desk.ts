import { defineDesk } from '../desk.ts';
import { isSuperior } from '../systems.ts';
import { identityMutations } from './identity.ts';
import { oversightEntry } from './oversight.entry.ts';
import { oversightFields, oversightQueries } from './oversight.queries.ts';
import { oversightShared, oversightView } from './oversight.view.ts';

/**
 * 督导: the working committee on children and women, the political and legal commission, and the superior organs of each system,
 * which see their own system's part: state, holder and clocks of their area, no names.
 */
export const oversight = defineDesk({
  name: 'oversight',
  version: 5,
  title: { zh: '督导工作台', en: 'Oversight desk' },
  agencies: ['WCCW', 'PLAC'],
  works: (agency) => agency.type === 'WCCW' || agency.type === 'PLAC' || isSuperior(agency),
  view: oversightView,
  shared: oversightShared,
  entry: oversightEntry,
  commands: [],
  queries: oversightQueries,
  mutations: identityMutations,
  fields: oversightFields,
});
