import type { Vocabulary } from '#policy';
import { caseCommands } from './case.commands.ts';
import { caseNames } from './case.names.ts';
import { caseEvents } from './case.ts';
import { roleNeeds } from './clock.parties.ts';
import type { FlagKind } from './flag/flag.ts';
import { eventWords } from './kernel/names.ts';
import { personalCategories } from './kernel/sealed.ts';
import { consentEvents } from './psych/consent.ts';
import { referralEvents } from './psych/referral.ts';

/** The names that packs may use, read off the case's own registries. */
export const caseVocabulary: Vocabulary = {
  commands: new Set(Object.keys(caseCommands)),
  events: eventWords(caseEvents, caseNames, 'case', roleNeeds),
  channel: {
    events: new Set(Object.keys({ ...consentEvents, ...referralEvents })),
    flag: 'PSYCH_ABNORMALITY' satisfies FlagKind,
  },
  categories: new Set(personalCategories),
};
