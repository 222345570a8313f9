import { type Agency, OVERSEERS, type OversightScope } from '#policy';
import type { AgencyDirectory, NamedAgency, Officer } from './directory.ts';
import type { Admit } from './token.strategy.ts';

/** What an agency is shown as an overseer today (督导范围); undefined for one that oversees nothing. */
export type ScopeOf = (agency: Agency) => OversightScope | undefined;

/** A directory that says of every agency that oversees what it is shown. */
export function scopedDirectory(directory: AgencyDirectory, scopeOf: ScopeOf): AgencyDirectory {
  const scoped = scoping(scopeOf);
  const officer = (one: Officer): Officer => ({ ...one, agency: scoped(one.agency) });
  return {
    get: (id) => {
      const agency = directory.get(id);
      return agency && scoped(agency);
    },
    nearest: (type, division) => directory.nearest(type, division),
    covering: (types, division) => directory.covering(types, division).map(scoped),
    officer: (id) => {
      const found = directory.officer(id);
      return found && officer(found);
    },
    officers: () => directory.officers().map(officer),
  };
}

/** Admission that says the same of the agency that an officer acts for. */
export function scopedAdmission(admit: Admit, scopeOf: ScopeOf): Admit {
  const scoped = scoping(scopeOf);
  return async (claims) => {
    const officer = await admit(claims);
    return typeof officer === 'string' ? officer : { ...officer, agency: scoped(officer.agency) };
  };
}

/** An agency stays the same object as long as its scope is the same: views are asked for it with every event. */
function scoping(scopeOf: ScopeOf): (agency: NamedAgency) => NamedAgency {
  const types: readonly string[] = OVERSEERS;
  const known = new WeakMap<NamedAgency, NamedAgency>();
  return (agency) => {
    if (!types.includes(agency.type)) return agency;
    const oversees = scopeOf(agency);
    const before = known.get(agency);
    if (before && before.oversees === oversees) return before;
    const made = { ...agency, oversees };
    known.set(agency, made);
    return made;
  };
}
