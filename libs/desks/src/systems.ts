import type { Agency, AgencyType } from '#policy';

/**
 * Systems (系统) whose superior organs (上级机关) look after their own subordinates, with the types of agency in each. Which types
 * belong to one is configured, not law. Procuratorates and courts are not among them: theirs stay at their own desks.
 */
export const SYSTEMS: Readonly<Partial<Record<AgencyType, readonly AgencyType[]>>> = {
  PSB: ['PSB', 'PS'],
  CA: ['CA', 'MPRA', 'CWI'],
  EDU: ['EDU', 'SCHOOL'],
  HEALTH: ['HEALTH', 'HOSP', 'THC', 'CDC'],
};

/** Digits of a county's division code (GB/T 2260): the level at which cases are worked on. */
const COUNTY = 6;

/** Whether an agency is the superior organ of a system: it answers for more than a county, and works on no case itself. */
export function isSuperior({ type, division }: Pick<Agency, 'type' | 'division'>): boolean {
  return SYSTEMS[type] !== undefined && division.length < COUNTY;
}
