import { AGENCY_TYPES, type AgencyType, agencyTypes } from '#policy';

/** How officers call agencies beside the names of the glossary (通称); one word means one type. */
const COMMON: Readonly<Record<string, AgencyType>> = {
  村委会: 'RVC',
  居委会: 'RVC',
  村民委员会: 'RVC',
  居民委员会: 'RVC',
  乡镇: 'TOWN',
  街道: 'TOWN',
  街道办: 'TOWN',
  乡镇人民政府: 'TOWN',
  街道办事处: 'TOWN',
  未保站: 'STATION',
  公安: 'PSB',
  公安局: 'PSB',
  派出所: 'PS',
  检察院: 'PROC',
  法院: 'COURT',
  医院: 'HOSP',
  民政: 'CA',
  民政局: 'CA',
  教育局: 'EDU',
  学校: 'SCHOOL',
  幼儿园: 'SCHOOL',
  卫健委: 'HEALTH',
  团委: 'CYL',
  妇儿工委: 'WCCW',
  政法委: 'PLAC',
};

const BY_NAME: ReadonlyMap<string, AgencyType> = new Map([
  ...agencyTypes.map((type) => [AGENCY_TYPES[type].zh, type] as const),
  ...Object.entries(COMMON),
]);

/** Every Chinese name that a type of agency goes by in a scenario. */
export const agencyWords: readonly string[] = [...BY_NAME.keys()];

/** The code of a type that is written by a Chinese name (民政部门, 村委会); any other word as it stands. */
export function agencyCode(written: string): string {
  return BY_NAME.get(written) ?? written;
}
