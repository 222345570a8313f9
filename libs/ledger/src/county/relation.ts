import type { Agency } from '#policy';
import type { SurveyWorkRecord } from './record.ts';

/** How an agency stands to the survey work of a county. */
export type SurveyWorkRelation = 'civil-affairs' | 'department';

/** Civil affairs of the county sees it whole; a department that gives data sees its own part. */
export function surveyWorkRelations(
  { status, division, departments }: Pick<SurveyWorkRecord, 'status' | 'division' | 'departments'>,
  agency: Agency,
): ReadonlySet<SurveyWorkRelation> {
  const relations = new Set<SurveyWorkRelation>();
  if (status === 'none') return relations;
  if (agency.type === 'CA' && agency.division === division) relations.add('civil-affairs');
  if (departments.some(({ agency: id }) => id === agency.id)) relations.add('department');
  return relations;
}
