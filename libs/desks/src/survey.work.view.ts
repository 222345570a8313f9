import type { NamedAgency } from '#access';
import { type Clock, runningClocks } from '#case';
import { type SurveyWorkRecord, surveyWorkRelations } from '#ledger';

/** What is told of the history to a department: that there is such work; who gave what, and when, is for civil affairs. */
const FOR_ALL: ReadonlySet<string> = new Set(['SurveyWorkEstablished', 'SurveyRoundClosed', 'MeetingHeld']);

/** What an agency sees of the survey work of its county: civil affairs all, a department its own part. */
export function surveyWorkView(record: SurveyWorkRecord, agency: NamedAgency): object | null {
  const relations = surveyWorkRelations(record, agency);
  if (relations.size === 0) return null;
  const leads = relations.has('civil-affairs');
  const own = record.departments.filter((department) => leads || department.agency === agency.id);
  return {
    id: record.id,
    division: record.division,
    departments: own.map(({ id, agency: department, submissions }) => ({
      id,
      agency: department,
      submissions,
    })),
    rounds: leads ? record.rounds : [],
    meetings: leads ? record.meetings.map(({ at }) => at) : [],
    missed: leads ? record.missed.map((one) => ({ ...one, madeUp: false })) : [],
    clocks: record.clocks.filter(({ holder }) => leads || holder === agency.id),
    history: record.history.filter(({ event, by }) => leads || by === agency.id || FOR_ALL.has(event)),
  };
}

/** Whose move it is: who is charged with a clock; civil affairs learns which department is overdue. */
export function surveyWorkWaiting(record: SurveyWorkRecord, agency: NamedAgency): readonly Clock[] {
  const relations = surveyWorkRelations(record, agency);
  if (relations.size === 0) return [];
  const leads = relations.has('civil-affairs');
  return runningClocks(record).filter(({ holder, state }) => holder === agency.id || (leads && state === 'overdue'));
}
