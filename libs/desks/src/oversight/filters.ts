import { BadInput } from '#commands';
import type { Asker } from '../graphql/context.ts';

/** What a list may be narrowed to (筛选). */
export interface Filters {
  readonly division?: string | null;
  readonly agency?: string | null;
  readonly clock?: string | null;
}

/** The same, looked at. */
export interface Narrowed {
  readonly division?: string;
  readonly holder?: string;
  readonly clock?: string;
}

type Problem = BadInput['problems'][number];

function problem(field: string, rule: string, zh: string, en: string): Problem {
  return { field, rule, message: { zh, en } };
}

/**
 * Filters as they may be asked for: a division that exists in form and lies within the agency's own, an agency and a clock that
 * there are.
 *
 * @throws BadInput naming every filter that cannot be.
 */
export function narrowed({ division, agency, clock }: Filters, { officer, runtime }: Asker): Narrowed {
  const problems: Problem[] = [];
  if (division && !/^\d{2,12}$/.test(division)) {
    problems.push(problem('division', 'division', '须为 2 至 12 位区划代码', 'a division code of 2 to 12 digits'));
  } else if (division && !division.startsWith(officer.agency.division)) {
    problems.push(problem('division', 'within', '不在本机构辖区内', 'not within the agency’s own division'));
  }
  if (agency && !runtime.directory.get(agency)) {
    problems.push(problem('agency', 'exists', '没有该机构', 'there is no such agency'));
  }
  if (clock && !isClock(clock, runtime)) {
    problems.push(problem('clock', 'exists', '没有该时限代码', 'no pack has such a clock'));
  }
  if (problems.length > 0) throw new BadInput(problems);
  return {
    ...(division ? { division } : {}),
    ...(agency ? { holder: agency } : {}),
    ...(clock ? { clock } : {}),
  };
}

function isClock(name: string, { packs }: Asker['runtime']): boolean {
  return packs.names.some((pack) => Object.hasOwn(packs.get(pack)?.clocks ?? {}, name));
}

/** @throws BadInput when a number of days is not from `least` to a year. */
export function checkedDays(field: string, days: number | null, least: number): number {
  if (days !== null && days >= least && days <= MOST_DAYS) return days;
  throw new BadInput([
    problem(field, 'range', `须为 ${least} 至 ${MOST_DAYS} 天`, `from ${least} to ${MOST_DAYS} days`),
  ]);
}

const MOST_DAYS = 366;
