import type { NamedAgency } from '#access';
import type { CaseRecord, HukouRequest } from '#case';

/** Notices to the child's home that an agency gave or got. */
export function noticesOf(record: CaseRecord, agency: string): readonly object[] {
  return record.notices
    .filter(({ by, to }) => by === agency || to === agency)
    .map(({ id, by, to, at, facts }) => ({ id, by, to, at, facts }));
}

/**
 * Requests to the hukou place: the place of residence sees all and how far they have come; the hukou side those that it was
 * pushed, with their papers. Why a county decided so is for who tells the applicant.
 */
export function hukouOf(record: CaseRecord, { id }: NamedAgency, place: boolean): readonly object[] {
  return record.hukou
    .filter(({ by, pushed, township, county }) => place || by === id || (pushed && [township, county].includes(id)))
    .map((request) => shown(request, id));
}

function shown(request: HukouRequest, agency: string): object {
  const { id, category, by, township, county, status, eligible, recognised } = request;
  const takesPart = by === agency || (request.pushed && (township === agency || county === agency));
  const papers = takesPart ? request.papers : undefined;
  const because = by === agency || county === agency ? request.because : undefined;
  return { id, category, by, township, county, papers, status, eligible, recognised, because };
}
