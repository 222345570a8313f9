import { type StandingContext, type StepOf, stepOf } from '#case';
import { type RecommendationCommandName, recommendationCommands } from './commands.ts';
import { recommendationStepRefusal } from './decide.ts';
import type { RecommendationRecord } from './record.ts';

/** What an agency may lawfully do next on a recommendation. */
export type RecommendationStep = StepOf<RecommendationCommandName>;

/** The commands of a desk that would not be refused for the state it is in. */
export function recommendationSteps(
  offered: readonly RecommendationCommandName[],
  record: RecommendationRecord,
  context: StandingContext,
): readonly RecommendationStep[] {
  return offered
    .filter((name) => recommendationStepRefusal(name, record, context) === undefined)
    .map((name) => stepOf(name, recommendationCommands[name], context));
}
