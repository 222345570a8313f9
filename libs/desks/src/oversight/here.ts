import { isSuperior } from '#case';
import type { Desk } from '../desk.ts';
import { oversightShared } from './oversight.view.ts';

/** The desk as its own queries name it. */
export const here = {
  name: 'oversight',
  agencies: ['WCCW', 'PLAC'],
  works: (agency) => agency.type === 'WCCW' || agency.type === 'PLAC' || isSuperior(agency),
  shared: oversightShared,
} satisfies Pick<Desk, 'name' | 'agencies' | 'works' | 'shared'>;
