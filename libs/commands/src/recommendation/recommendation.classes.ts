import type { RecommendationCommandName, RecommendationInputOf } from '#recommendation';
import type { FieldClass, Fields } from '../field.ts';
import {
  CloseRecommendation,
  EscalateRecommendation,
  IssueRecommendation,
  ObjectToRecommendation,
  ReplyRecommendation,
  ReviewObjection,
  ServeRecommendation,
  UrgeReply,
} from './recommendation.ts';

/** The class of every command on a recommendation. */
export const recommendationClasses: {
  readonly [N in RecommendationCommandName]: FieldClass<Fields<Omit<RecommendationInputOf<N>, 'derived'>>>;
} = {
  IssueRecommendation,
  ServeRecommendation,
  ObjectToRecommendation,
  ReviewObjection,
  ReplyRecommendation,
  UrgeReply,
  EscalateRecommendation,
  CloseRecommendation,
};
