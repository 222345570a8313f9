import type { CaseRecord } from '../record.ts';
import type { Guardianship } from './guardianship.ts';

/** The guardianship that civil affairs bears now. */
export function heldGuardianship({ guardianships }: Pick<CaseRecord, 'guardianships'>): Guardianship | undefined {
  return guardianships.find(({ status }) => status === 'temporary' || status === 'long-term');
}
