import {
  type BesideSubmission,
  type Context,
  type Departure,
  deciderOf,
  type Recording,
  refuse,
  type StepOf,
} from '#case';
import {
  recommendationEndedBy as endedBy,
  recommendationHolderOf as holderOf,
  recommendationStartOf as startOf,
} from './clock.ts';
import {
  type RecommendationCommandName,
  type RecommendationSystemCommandName,
  recommendationCommands,
  recommendationSystemCommands,
} from './commands.ts';
import { escalationDeparture } from './escalate.ts';
import { evolveRecommendation, type RecommendationEvent } from './events.ts';
import { type IssueRecommendationInput, issueDepartures } from './issue.ts';
import type { RecommendationRecord } from './record.ts';
import { recommendationRelations } from './relation.ts';

/** A command on a recommendation on its way to a decision, its texts sealed already. */
export type RecommendationSubmission = BesideSubmission<RecommendationCommandName | RecommendationSystemCommandName>;

/** What an agency may lawfully do next on a recommendation. */
export type RecommendationStep = StepOf<RecommendationCommandName>;

const recording: Recording<RecommendationRecord, RecommendationEvent> = {
  evolve: evolveRecommendation,
  endedBy,
  holderOf,
  startOf,
};

/** Decides commands on a recommendation. */
export const { decide: decideRecommendation, steps: recommendationSteps } = deciderOf<
  RecommendationRecord,
  RecommendationEvent,
  RecommendationCommandName
>({
  commands: recommendationCommands,
  system: recommendationSystemCommands,
  recording,
  related: (record, agency) => recommendationRelations(record, agency).size > 0,
  absent: refuse('NO_SUCH_RECOMMENDATION'),
  departures: departuresOf,
});

/** Rules of its own matter that a command would depart from. */
function departuresOf(
  name: RecommendationCommandName,
  input: object,
  record: RecommendationRecord,
  context: Context,
): readonly Departure[] {
  if (name === 'IssueRecommendation') return issueDepartures(input as IssueRecommendationInput, context);
  return name === 'EscalateRecommendation' ? escalationDeparture(record, context) : [];
}
