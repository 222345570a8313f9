import { RunOutClock } from './clock.ts';
import { EscalateRecommendation } from './escalate.ts';
import { IssueRecommendation, ServeRecommendation } from './issue.ts';
import { ObjectToRecommendation, ReviewObjection } from './objection.ts';
import { CloseRecommendation, ReplyRecommendation, UrgeReply } from './reply.ts';

/** Every command on a recommendation that a desk can offer, by name. */
export const recommendationCommands = {
  IssueRecommendation,
  ServeRecommendation,
  ObjectToRecommendation,
  ReviewObjection,
  ReplyRecommendation,
  UrgeReply,
  EscalateRecommendation,
  CloseRecommendation,
};
export type RecommendationCommandName = keyof typeof recommendationCommands;
/** What a command takes, its texts sealed. */
export type RecommendationInputOf<N extends RecommendationCommandName> = Parameters<
  (typeof recommendationCommands)[N]['decide']
>[0];

/** Given by nobody: time alone. */
export const recommendationSystemCommands = { RunOutClock };
export type RecommendationSystemCommandName = keyof typeof recommendationSystemCommands;

export function isRecommendationCommand(name: string): name is RecommendationCommandName {
  return Object.hasOwn(recommendationCommands, name);
}
