import 'reflect-metadata';

export { hidesNothing } from './characters.ts';
export { commandClasses } from './command.classes.ts';
export {
  Envelope,
  KeyMinorEnvelope,
  LedgerEntryEnvelope,
  NewItemEnvelope,
  RecommendationEnvelope,
} from './envelope.ts';
export { keyMinorClasses } from './ledger/key.minor.ts';
export { ledgerClasses } from './ledger/ledger.classes.ts';
export { surveyWorkClasses } from './ledger/survey.work.ts';
export { OpenIdentity } from './open.identity.ts';
export { type AnyCommandName, BadInput, type InputProblem, readCommand, readFields } from './read.command.ts';
export { recommendationClasses } from './recommendation/recommendation.classes.ts';
export { hiddenCharacter, type RuleName } from './rule.ts';
