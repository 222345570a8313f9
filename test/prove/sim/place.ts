import { agencyDirectory, scopedDirectory } from '#access';
import { AGENCY_TYPES, type AgencyType, oversightScopes, type PackSet } from '#policy';
import { loadPacks, publishedCalendar } from '#runtime';

const VILLAGE = '441502001001';

/** Who there is: a whole county, a second village, and enough of a county next to it to move a case there. */
const PLACES: readonly (readonly [division: string, types: readonly AgencyType[]])[] = [
  ['44', ['CA', 'WCCW', 'PSB', 'PROC', 'COURT']],
  ['4415', ['CA', 'WCCW', 'PSB', 'PROC', 'H12355']],
  [
    '441502',
    ['CA', 'MPRA', 'WCCW', 'PLAC', 'PSB', 'PROC', 'COURT', 'EDU', 'HEALTH', 'WF', 'HOSP', 'PSYSO', 'CWI', 'DPF'],
  ],
  ['441502001', ['TOWN', 'STATION', 'CS', 'SCHOOL']],
  [VILLAGE, ['RVC', 'CD']],
  ['441502001002', ['RVC', 'CD']],
  ['441521', ['CA', 'WCCW', 'PSB', 'PROC', 'COURT', 'EDU']],
  ['441521100', ['TOWN', 'CS']],
  ['441521100001', ['RVC', 'CD']],
];

const agencies = PLACES.flatMap(([division, types]) =>
  types.map((type) => ({ id: `${type.toLowerCase()}-${division}`, type, division, name: AGENCY_TYPES[type] })),
);

export const packs: PackSet = loadPacks();

export const directory = scopedDirectory(
  agencyDirectory(
    agencies,
    agencies.flatMap(({ id }) => ['', '-2'].map((nth) => ({ id: `${id}${nth}`, agency: id, name: '经办人' }))),
  ),
  oversightScopes(packs, () => '2025-03-01'),
);

export const officers = directory.officers();
export const agencyIds = agencies.map(({ id }) => id);
/** Villages where children live; most in the first. */
export const villages = [VILLAGE, VILLAGE, VILLAGE, '441502001002', '441521100001'] as const;

export const calendar = publishedCalendar();
