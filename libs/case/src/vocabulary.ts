import type { Vocabulary } from '#policy';
import { caseCommands } from './case.commands.ts';
import { caseEvents } from './case.ts';
import { personalCategories } from './kernel/sealed.ts';

/** The names that packs may use, read off the case's own registries. */
export const caseVocabulary: Vocabulary = {
  commands: new Set(Object.keys(caseCommands)),
  events: new Set(Object.keys(caseEvents)),
  categories: new Set(personalCategories),
  fields: new Map(Object.entries(caseEvents).map(([event, { looks = [] }]) => [event, new Set<string>(looks)])),
};
