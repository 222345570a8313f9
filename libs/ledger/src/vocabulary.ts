import { FOCUS_CATEGORIES } from '#case';
import type { Vocabulary } from '#policy';
import { ledgerCommands } from './commands.ts';
import { ledgerEvents } from './events.ts';

/** The names that packs may use of the ledger. */
export const ledgerVocabulary: Vocabulary = {
  commands: new Set(Object.keys(ledgerCommands)),
  events: new Set(Object.keys(ledgerEvents)),
  fields: new Map(Object.entries(ledgerEvents).map(([event, { looks = [] }]) => [event, new Set<string>(looks)])),
  focus: new Set(Object.keys(FOCUS_CATEGORIES)),
};
