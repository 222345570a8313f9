import { FOCUS_CATEGORIES } from '#case';
import type { Vocabulary } from '#policy';
import { ledgerCommands } from './commands.ts';
import { surveyWorkCommands } from './county/commands.ts';
import { surveyWorkEvents } from './county/events.ts';
import { ledgerEvents } from './events.ts';

const events = { ...ledgerEvents, ...surveyWorkEvents };

/** The names that packs may use of the ledger. */
export const ledgerVocabulary: Vocabulary = {
  commands: new Set(Object.keys({ ...ledgerCommands, ...surveyWorkCommands })),
  events: new Set(Object.keys(events)),
  fields: new Map(Object.entries(events).map(([event, { looks = [] }]) => [event, new Set<string>(looks)])),
  focus: new Set(Object.keys(FOCUS_CATEGORIES)),
};
