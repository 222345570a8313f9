import type { CalendarDate } from '#calendar';
import type { Directory } from '#case';
import type { Agency, AgencyType, Bilingual } from '#policy';

/** The days on which something holds, both included (有效期); what is left out has no end. */
export interface Validity {
  readonly validFrom?: CalendarDate;
  readonly validUntil?: CalendarDate;
}

/** Whether something holds on a day. */
export function validOn({ validFrom, validUntil }: Validity, day: string): boolean {
  return (validFrom === undefined || validFrom <= day) && (validUntil === undefined || validUntil >= day);
}

/** An agency with its name (机构). */
export interface NamedAgency extends Agency, Validity {
  readonly name: Bilingual;
}

/** What an officer is there for: to handle (经办人), to read alone (查阅人), or to answer for the agency besides (负责人). */
export const OFFICER_ROLES = ['HANDLER', 'READER', 'HEAD'] as const;
export type OfficerRole = (typeof OFFICER_ROLES)[number];

/**
 * Someone who acts for an agency (经办人), with the days in office that a directory lists. Names of officers stay in the directory:
 * events carry the id alone.
 */
export interface Officer extends Validity {
  readonly id: string;
  /** The agency the officer acts for now: their own, or the one they stand in for (代理). */
  readonly agency: NamedAgency;
  readonly name: string;
  readonly role: OfficerRole;
  /** Cases that the officer is kept out of, for a conflict of interest (回避). */
  readonly barred: ReadonlySet<string>;
}

/** An officer as a list names them. */
export interface ListedOfficer extends Validity {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly role?: OfficerRole;
}

/** Who there is: agencies and their officers (机构人员名录). */
export interface AgencyDirectory extends Directory {
  get(id: string): NamedAgency | undefined;
  officer(id: string): Officer | undefined;
  officers(): readonly Officer[];
  /** Agencies of these types that a place lies in today, from the smallest to the widest. */
  covering(types: readonly AgencyType[], division: string): readonly NamedAgency[];
}

const NONE: ReadonlySet<string> = new Set();

/** @throws Error when two agencies or officers share an id, or an officer's agency is not there. */
export function agencyDirectory(
  agencies: readonly NamedAgency[],
  officers: readonly ListedOfficer[],
  today: () => string = () => '',
): AgencyDirectory {
  const byId = new Map(agencies.map((agency) => [agency.id, agency]));
  if (byId.size !== agencies.length) throw new Error('two agencies share an id');
  const byPlace = new Map(
    [...Map.groupBy(agencies, ({ division }) => division)].map(([place, there]) => [
      place,
      Map.groupBy(there, ({ type }) => type),
    ]),
  );
  const people = new Map<string, Officer>();
  for (const { id, agency, name, role = 'HANDLER', ...term } of officers) {
    const own = byId.get(agency);
    if (!own) throw new Error(`officer ${id}: there is no agency ${agency}`);
    if (people.has(id)) throw new Error(`two officers share the id ${id}`);
    people.set(id, { ...term, id, agency: own, name, role, barred: NONE });
  }
  const covering = (types: readonly AgencyType[], division: string) => {
    const found: NamedAgency[] = [];
    const day = today();
    for (let digits = division.length; digits >= 0; digits -= 1) {
      const place = byPlace.get(division.slice(0, digits));
      if (!place) continue;
      for (const type of types) {
        for (const agency of place.get(type) ?? []) if (day === '' || validOn(agency, day)) found.push(agency);
      }
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
