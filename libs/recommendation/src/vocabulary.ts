import { eventWords, type NamedItems } from '#case';
import type { Vocabulary } from '#policy';
import { recommendationCommands } from './commands.ts';
import { type RecommendationEvents, recommendationEvents } from './events.ts';
import { SUBJECTS } from './subject.ts';

/** What each event names. */
const names: NamedItems<RecommendationEvents> = {
  RecommendationIssued: { recommendation: true },
  RecommendationServed: { recommendation: true },
  ObjectionRaised: { recommendation: true },
  ObjectionReviewed: { recommendation: true },
  WrittenReplyReceived: { recommendation: true },
  RecommendationOverdue: { recommendation: true, named: true },
  ObjectionReviewOverdue: { recommendation: true, named: true },
  ReplyUrged: { recommendation: true },
  RecommendationEscalated: { recommendation: true, named: true },
  RecommendationClosed: { recommendation: true },
};

/** The names that packs may use of recommendations. */
export const recommendationVocabulary: Vocabulary = {
  commands: new Set(Object.keys(recommendationCommands)),
  events: eventWords(recommendationEvents, names, 'recommendation', { addressee: 'any', issuer: 'any' }),
  recommendations: new Set(Object.keys(SUBJECTS)),
};
