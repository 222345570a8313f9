import { eventWords, FOCUS_CATEGORIES, type NamedItems } from '#case';
import type { Vocabulary } from '#policy';
import { ledgerCommands } from './commands.ts';
import { surveyWorkCommands } from './county/commands.ts';
import { type SurveyWorkEvents, surveyWorkEvents } from './county/events.ts';
import { type LedgerEvents, ledgerEvents } from './events.ts';
import { type KeyMinorCommandName, keyMinorCommands } from './key-minor/commands.ts';
import { type KeyMinorEvents, keyMinorEvents } from './key-minor/events.ts';

/** What each event of an entry names. */
const ledgerNames: NamedItems<LedgerEvents> = {
  EnteredOnLedger: { ledger: true },
  FocusCategoriesAdded: { ledger: true },
  ContactRecorded: { ledger: true },
  HomeVisitRecorded: { ledger: true },
  LedgerRefreshed: { ledger: true },
  LedgerPeriodMissed: { ledger: true, named: true },
  LedgerDutyOverdue: { ledger: true, named: true },
  LedgerEntryClosed: { ledger: true },
};

/** What each event of a county’s survey work names. */
const surveyWorkNames: NamedItems<SurveyWorkEvents> = {
  SurveyWorkEstablished: { survey: true, meeting: true },
  DepartmentListed: { survey: true, submission: true, meeting: true },
  DataSubmitted: { survey: true, submission: true, meeting: true },
  SurveyRoundClosed: { survey: true, meeting: true },
  MeetingHeld: { survey: true, meeting: true },
  WorkPeriodMissed: { survey: true, meeting: true, named: true },
  WorkDutyOverdue: { survey: true, meeting: true, named: true },
};

/** What each event of an entry on the key-minor register names. */
const keyMinorNames: NamedItems<KeyMinorEvents> = {
  KeyMinorEntered: { 'key-minor': true },
  KeyMinorFound: { 'key-minor': true },
  KeyMinorMeasureRecorded: { 'key-minor': true },
  KeyMinorMoved: { 'key-minor': true },
  KeyMinorEntryClosed: { 'key-minor': true },
};

/** The names that packs may use of the ledger, the survey work and the key-minor register. */
export const ledgerVocabulary: Vocabulary = {
  commands: new Set(Object.keys({ ...ledgerCommands, ...surveyWorkCommands, ...keyMinorCommands })),
  events: new Map([
    ...eventWords(ledgerEvents, ledgerNames, 'ledger', {
      'child-director': 'any',
      committee: 'any',
      township: 'any',
      'civil-affairs': 'any',
      actor: 'any',
    }),
    ...eventWords(surveyWorkEvents, surveyWorkNames, 'survey', {
      department: ['submission'],
      'civil-affairs': 'any',
      actor: 'any',
    }),
    ...eventWords(keyMinorEvents, keyMinorNames, 'key-minor', { 'civil-affairs': 'any', actor: 'any' }),
  ]),
  focus: new Set(Object.keys(FOCUS_CATEGORIES)),
  byDuty: new Set<KeyMinorCommandName>(['RecordKeyMinorMeasure']),
};
