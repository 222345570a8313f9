import { addMonths, type CalendarDate, dateOf, type Instant } from '#calendar';
import { countyOf, type Pack, townshipOf } from '#policy';

/** Why a child is, or is not, a migrant child (流动儿童) under a pack. */
export type EligibilityCode =
  | 'ELIGIBLE'
  | 'UNKNOWN'
  | `AGE_${number}`
  | 'NOT_CROSS_COUNTY'
  | `LESS_THAN_${number}_MONTHS`
  | 'NOT_WITH_GUARDIAN'
  | (string & { readonly exclusion?: unique symbol });

/** What is known of a child's stay. Division codes are GB/T 2260: two digits province, four city, six county, nine township. */
export interface Stay {
  readonly turnsLimitOn?: CalendarDate;
  readonly hukouDivision?: string;
  readonly residenceDivision: string;
  readonly residenceSince?: CalendarDate;
  readonly livesWithGuardian?: boolean;
}

export interface Eligibility {
  readonly eligible: boolean;
  readonly code: EligibilityCode;
  /** When time alone may change the answer. */
  readonly recheckOn?: CalendarDate;
}

/**
 * Whether a child is a migrant child (流动儿童认定), with the reason: under the age limit on the day, away from the hukou place
 * across a county border, for the months named (以上 includes the day itself), with a guardian, and not inside one of the
 * pack's exclusion zones. It gates the ledger and the service list, never protection.
 */
export function eligibilityOf(stay: Stay, at: Instant, pack: Pack): Eligibility {
  const rule = pack.eligibility;
  const today = dateOf(at);
  const no = (code: EligibilityCode): Eligibility => ({ eligible: false, code });
  if (!stay.turnsLimitOn || !stay.hukouDivision || !stay.residenceSince) return no('UNKNOWN');
  if (today >= stay.turnsLimitOn) return no(`AGE_${rule.under}`);
  const within = rule.crossing === 'county' ? countyOf : townshipOf;
  if (within(stay.hukouDivision) === within(stay.residenceDivision)) return no('NOT_CROSS_COUNTY');
  const excluded = rule.exclusions.find(({ divisions }) => {
    const inside = (code: string) => divisions.some((division) => code.startsWith(division));
    return inside(stay.hukouDivision ?? '') && inside(stay.residenceDivision);
  });
  if (excluded) return no(excluded.code);
  const longEnough = addMonths(stay.residenceSince, rule.residenceMonths);
  if (today < longEnough) return { ...no(`LESS_THAN_${rule.residenceMonths}_MONTHS`), recheckOn: longEnough };
  if (stay.livesWithGuardian === false) return no('NOT_WITH_GUARDIAN');
  return { eligible: true, code: 'ELIGIBLE' };
}
