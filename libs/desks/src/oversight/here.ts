import type { Desk } from '../desk.ts';
import { oversightShared } from './oversight.view.ts';

/** The desk as its own queries name it. */
export const here = {
  name: 'oversight',
  agencies: ['WCCW', 'PLAC'],
  shared: oversightShared,
} satisfies Pick<Desk, 'name' | 'agencies' | 'shared'>;
