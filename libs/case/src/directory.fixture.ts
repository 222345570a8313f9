import type { Agency, AgencyType, OversightScope } from '#policy';
import type { Directory } from './index.ts';

export const village = '441502001001';
/** A second village of the same township. */
export const nextVillage = '441502001002';
/** A village in another province, under another pack. */
export const farVillage = '110105001001';

const types: readonly [AgencyType, string][] = [
  ['RVC', village],
  ['CD', village],
  ['GRID', village],
  ['TOWN', '441502001'],
  ['CS', '441502001'],
  ['PSB', '441502'],
  ['PROC', '441502'],
  ['COURT', '441502'],
  ['CA', '441502'],
  ['WF', '441502'],
  ['EDU', '441502'],
  ['SCHOOL', '441502001'],
  ['HOSP', '441502'],
  ['WCCW', '441502'],
  ['PLAC', '441502'],
  ['STATION', '441502001'],
  ['MPRA', '441502'],
  ['CWI', '441502'],
  ['PSYSO', '441502'],
  ['H12355', '44'],
  ['HEALTH', '441502'],
  ['DPF', '441502'],
  ['CYL', '441502'],
  ['HUD', '441502'],
];

/** The city above the county. */
const cityTypes: readonly [AgencyType, string][] = [
  ['PSB', '4415'],
  ['WCCW', '4415'],
  ['HUD', '4415'],
];

/** A neighbouring county of the same city. */
const nearTypes: readonly [AgencyType, string][] = [
  ['PSB', '441521'],
  ['PS', '441521001'],
  ['HUD', '441521'],
];

const farTypes: readonly [AgencyType, string][] = [
  ['RVC', farVillage],
  ['CD', farVillage],
  ['TOWN', '110105001'],
  ['CS', '110105001'],
  ['PSB', '110105'],
  ['PS', '110105001'],
  ['PROC', '110105'],
  ['COURT', '110105'],
  ['CA', '110105'],
  ['WF', '110105'],
  ['EDU', '110105'],
  ['SCHOOL', '110105001'],
  ['HOSP', '110105'],
  ['WCCW', '110105'],
];

/** As the packs of these places have it: the office is shown cases, the commission counts. */
const OVERSEES: Partial<Record<AgencyType, OversightScope>> = { WCCW: 'cases', PLAC: 'counts' };

const named = (list: readonly [AgencyType, string][], prefix = '') =>
  list.map(([type, division]): [string, Agency] => {
    const id = `${prefix}${type.toLowerCase()}`;
    return [id, { id, type, division, ...(OVERSEES[type] ? { oversees: OVERSEES[type] } : {}) }];
  });

/**
 * One agency of each type in one county, ids the type in lower case; `next-` for a second village of the township, `far-`
 * for a county in another province, `near-` for a county of the same city, `city-` for the city.
 */
export const agencies: Readonly<Record<string, Agency>> = Object.fromEntries([
  ...named(types),
  ...named([['RVC', nextVillage]], 'next-'),
  ...named(nearTypes, 'near-'),
  ...named(cityTypes, 'city-'),
  ...named(farTypes, 'far-'),
]);

export const directory: Directory = {
  get: (id) => agencies[id],
  nearest: (type, division) =>
    Object.values(agencies)
      .filter((agency) => agency.type === type && division.startsWith(agency.division))
      .sort((a, b) => b.division.length - a.division.length)[0],
};

export function agency(id: string): Agency {
  const found = agencies[id];
  if (!found) throw new Error(`no agency ${id} in the fixture`);
  return found;
}
