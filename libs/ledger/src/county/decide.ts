import { type BesideSubmission, deciderOf, type Recording, refuse } from '#case';
import {
  surveyWorkEndedBy as endedBy,
  surveyWorkHolderOf as holderOf,
  ranOutOf,
  surveyWorkStartOf as startOf,
} from './clock.ts';
import { type SurveyWorkCommandName, surveyWorkCommands, surveyWorkSystemCommands } from './commands.ts';
import { evolveSurveyWork, type SurveyWorkEvent } from './events.ts';
import type { SurveyWorkRecord } from './record.ts';
import { surveyWorkRelations } from './relation.ts';

export type SurveyWorkSubmission = BesideSubmission<SurveyWorkCommandName | 'RunOutClock'>;

const recording: Recording<SurveyWorkRecord, SurveyWorkEvent> = {
  evolve: evolveSurveyWork,
  endedBy,
  holderOf,
  startOf,
  meant: (clock, occurredAt) => occurredAt >= clock.from,
};

/** Decides commands on a county's survey work. */
export const { decide: decideSurveyWork, stepRefusal: surveyWorkStepRefusal } = deciderOf<
  SurveyWorkRecord,
  SurveyWorkEvent,
  SurveyWorkCommandName
>({
  commands: surveyWorkCommands,
  system: surveyWorkSystemCommands,
  recording,
  related: (record, agency) => surveyWorkRelations(record, agency).size > 0,
  absent: refuse('NO_SUCH_ITEM', null, { item: { zh: '摸排与数据共享机制', en: 'survey work' } }),
  catchesUp: ranOutOf,
});
