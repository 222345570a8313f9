/** Lengths of division codes (行政区划代码, GB/T 2260 and the statistical code beneath it): province, city, county, township, village. */
export const DIVISION_LEVELS: readonly number[] = [2, 4, 6, 9, 12];

/** Digits of a county's code (县级): the level at which cases are worked on. */
const COUNTY = 6;
const TOWNSHIP = 9;

/** The county that a place lies in, by its code; of a place above counties, its own code. */
export function countyOf(division: string): string {
  return division.slice(0, COUNTY);
}

/** Whether a place is more than a county: a city, a province. */
export function isAboveCounty(division: string): boolean {
  return division.length < COUNTY;
}

/** Whether a place is more than a township: a county of which nobody has said which township. */
export function isAboveTownship(division: string): boolean {
  return division.length < TOWNSHIP;
}

/** The township that a place lies in, by its code; of a place above townships, its own code. */
export function townshipOf(division: string): string {
  return division.slice(0, TOWNSHIP);
}
