import {
  decideSurveyWork,
  type SurveyWorkCommandName,
  type SurveyWorkRecord,
  type SurveyWorkSubmission,
  surveyWorkCommands,
  surveyWorkRelations,
} from '#ledger';
import { type Agency, countyOf, isAboveCounty } from '#policy';
import { CaseCache } from '../case.log.ts';
import { derivedId } from '../derived.id.ts';
import { surveyWorks } from '../stream.kind.ts';
import type { DecidedKind } from './decided.kind.ts';

const CACHED = 200;

/** The survey work of the county that an agency stands in: each county has one, and its id says nothing more. */
function surveyWorkOf(agency: Pick<Agency, 'id' | 'division'>): string {
  return derivedId(isAboveCounty(agency.division) ? agency.id : countyOf(agency.division), 'survey-work');
}

/** How the survey work of a county is decided on. It holds no child; what is noted is sealed under keys of its own. */
export function decidedSurveyWorks(): DecidedKind<SurveyWorkRecord> {
  return {
    ...surveyWorks,
    cache: new CaseCache(CACHED),
    find: async ({ officer }) => surveyWorkOf(officer.agency),
    related: (record, { agency }) => surveyWorkRelations(record, agency).size > 0,
    shown: () => null,
    place: ({ officer }) => officer?.agency.division ?? '',
    personal: (command) => surveyWorkCommands[command as SurveyWorkCommandName].personal,
    keysOf: ({ id }) => id,
    derive: async () => undefined,
    other: async () => undefined,
    decide: (submission, record, context) => decideSurveyWork(submission as SurveyWorkSubmission, record, context),
  };
}
