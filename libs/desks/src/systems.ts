import type { AgencyType } from '#policy';

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
