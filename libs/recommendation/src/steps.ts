import type { NextStep, StandingContext } from '#case';
import { type RecommendationCommandName, recommendationCommands } from './commands.ts';
import { recommendationStepRefusal } from './decide.ts';
import type { RecommendationRecord } from './record.ts';

/** What an agency may lawfully do next on a recommendation. */
export interface RecommendationStep extends Omit<NextStep, 'command'> {
  readonly command: RecommendationCommandName;
}

/** The commands of a desk that would not be refused for the state the recommendation is in. */
export function recommendationSteps(
  offered: readonly RecommendationCommandName[],
  record: RecommendationRecord,
  context: StandingContext,
): readonly RecommendationStep[] {
  const { powers, clocks } = context.pack;
  return offered
    .filter((name) => recommendationStepRefusal(name, record, context) === undefined)
    .map((command) => {
      const { name: title, emits } = recommendationCommands[command];
      const rule = powers[command];
      const naming = (edge: 'starts' | 'stops') =>
        Object.entries(clocks)
          .filter(([, clock]) => clock[edge].some(({ event }) => (emits as readonly string[]).includes(event)))
          .map(([id]) => id);
      const listed = rule === undefined || rule.agencies === 'any' || rule.agencies.includes(context.actor.agency.type);
      return {
        command,
        title,
        cite: rule?.cite ?? null,
        standing: rule?.standing ?? null,
        needsReason: !listed,
        starts: naming('starts'),
        stops: naming('stops'),
      };
    });
}
