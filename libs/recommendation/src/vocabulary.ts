import type { Vocabulary } from '#policy';
import { recommendationCommands } from './commands.ts';
import { recommendationEvents } from './events.ts';
import { SUBJECTS } from './subject.ts';

/** The names that packs may use of recommendations. */
export const recommendationVocabulary: Vocabulary = {
  commands: new Set(Object.keys(recommendationCommands)),
  events: new Set(Object.keys(recommendationEvents)),
  fields: new Map(
    Object.entries(recommendationEvents).map(([event, { looks = [] }]) => [event, new Set<string>(looks)]),
  ),
  recommendations: new Set(Object.keys(SUBJECTS)),
};
