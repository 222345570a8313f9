import type { Directory } from '#case';
import type { Agency, AgencyType, Bilingual } from '#policy';

/** An agency with its name (机构). */
export interface NamedAgency extends Agency {
  readonly name: Bilingual;
}

/** Someone who acts for an agency (经办人). Names of officers stay in the directory: events carry the id alone. */
export interface Officer {
  readonly id: string;
  readonly agency: NamedAgency;
  readonly name: string;
}

/** Who there is: agencies and their officers (机构人员名录). */
export interface AgencyDirectory extends Directory {
  get(id: string): NamedAgency | undefined;
  officer(id: string): Officer | undefined;
  officers(): readonly Officer[];
  /** Agencies of these types that a place lies in, from the smallest to the widest. */
  covering(types: readonly AgencyType[], division: string): readonly NamedAgency[];
}

/** @throws Error when two agencies or officers share an id, or an officer's agency is not there. */
export function agencyDirectory(
  agencies: readonly NamedAgency[],
  officers: readonly { readonly id: string; readonly agency: string; readonly name: string }[],
): AgencyDirectory {
  const byId = new Map(agencies.map((agency) => [agency.id, agency]));
  if (byId.size !== agencies.length) throw new Error('two agencies share an id');
  const byPlace = Map.groupBy(agencies, ({ type, division }) => `${type} ${division}`);
  const people = new Map<string, Officer>();
  for (const { id, agency, name } of officers) {
    const own = byId.get(agency);
    if (!own) throw new Error(`officer ${id}: there is no agency ${agency}`);
    if (people.has(id)) throw new Error(`two officers share the id ${id}`);
    people.set(id, { id, agency: own, name });
  }
  const covering = (types: readonly AgencyType[], division: string) => {
    const found: NamedAgency[] = [];
    for (let digits = division.length; digits >= 0; digits -= 1) {
      const place = division.slice(0, digits);
      for (const type of types) found.push(...(byPlace.get(`${type} ${place}`) ?? []));
    }
    return found;
  };
  return {
    get: (id) => byId.get(id),
    nearest: (type, division) => covering([type], division)[0],
    covering,
    officer: (id) => people.get(id),
    officers: () => [...people.values()],
  };
}
