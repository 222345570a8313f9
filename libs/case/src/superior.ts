import { type Agency, type AgencyType, countyOf, DIVISION_LEVELS, isAboveCounty } from '#policy';
import type { Directory } from './kernel/command.ts';

/** Agencies whose superior is of another type; every other one’s is of its own, one level of division up. */
const ABOVE: Partial<Readonly<Record<AgencyType, AgencyType>>> = {
  PS: 'PSB',
  RVC: 'TOWN',
  CD: 'TOWN',
  GRID: 'TOWN',
  TOWN: 'CA',
  STATION: 'CA',
  CS: 'CA',
  MPRA: 'CA',
  CWI: 'CA',
  SCHOOL: 'EDU',
  HOSP: 'HEALTH',
  PSYSO: 'HEALTH',
};

/** Systems whose organs look after their own; those above the county work on no case themselves. Configured, not law. */
const LOOKED_AFTER: readonly AgencyType[] = ['PSB', 'CA', 'EDU', 'HEALTH'];

/** Whether agencies of a type urge and supervise what was reported to them as the one above: others are told of it, and no more. */
export function looksAfter({ type }: Pick<Agency, 'type'>): boolean {
  return LOOKED_AFTER.includes(type);
}

/** Whether an agency is the superior organ of a system (上级机关): it answers for more than a county, and no work is given to it. */
export function isSuperior({ type, division }: Pick<Agency, 'type' | 'division'>): boolean {
  return LOOKED_AFTER.includes(type) && isAboveCounty(division);
}

/** The agency that work is given to (承办机构), if it is there and has a desk to do it at; of one of some types, where told. */
export function takerOf(
  id: string,
  directory: Pick<Directory, 'get'>,
  types?: readonly AgencyType[],
): Agency | undefined {
  const agency = directory.get(id);
  if (!agency || isSuperior(agency)) return undefined;
  return types === undefined || types.includes(agency.type) ? agency : undefined;
}

function above(division: string): string {
  return division.slice(0, DIVISION_LEVELS.findLast((level) => level < division.length) ?? 0);
}

/** The organ above an agency (上级机关): of its own system, or the one that answers for it. */
export function superiorOf({ id, type, division }: Agency, directory: Directory): Agency | undefined {
  const found = directory.nearest(ABOVE[type] ?? type, type in ABOVE ? division : above(division));
  return found?.id === id ? undefined : found;
}

/** The organ of the agency's county and system that its head speaks for (县级机关); a county organ's is itself. */
export function countyOrganOf(agency: Agency, directory: Directory): Agency | undefined {
  return countyOf(agency.division) === agency.division ? agency : superiorOf(agency, directory);
}

/** The police organ above two units (共同的上级公安机关, 程序规定15). */
export function commonSuperiorOf(one: Agency, other: Agency, directory: Directory): Agency | undefined {
  const shared = DIVISION_LEVELS.findLast(
    (level) => one.division.slice(0, level) === other.division.slice(0, level) && level <= one.division.length,
  );
  let found = shared === undefined ? undefined : directory.nearest('PSB', one.division.slice(0, shared));
  while (found && (found.id === one.id || found.id === other.id)) found = superiorOf(found, directory);
  return found;
}
