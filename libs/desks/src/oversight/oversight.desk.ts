import { defineOverseeingDesk } from '../desk.ts';
import { here } from './here.ts';
import { identityMutations } from './identity.ts';
import { ledgerLine } from './ledger.line.ts';
import { oversightEntry } from './oversight.entry.ts';
import { oversightFields, oversightQueries } from './oversight.queries.ts';
import { oversightView } from './oversight.view.ts';
import { ownToDo } from './own.ts';

/**
 * 督导: the working committee on children and women, the political and legal commission, and the superior organs of each system,
 * which see their own system's part: state, holder and clocks of their area, no names. Where the pack of its place gives the commission
 * counts, it is shown those and no case.
 */
export const oversight = defineOverseeingDesk({
  ...here,
  version: 19,
  title: { zh: '督导工作台', en: 'Oversight desk' },
  view: oversightView,
  own: ownToDo,
  entry: oversightEntry,
  ledgerEntry: ledgerLine,
  // the political and legal commission’s, where it is its duty; of no other overseer
  keyMinorCommands: ['OpenKeyMinorEntry', 'RecordKeyMinorMeasure', 'MoveKeyMinor', 'CloseKeyMinorEntry'],
  commands: [
    // what whoever flags and reports owes, and may take back (未成年人保护法11)
    'RaiseFlag',
    'RequestWithdrawal',
    'ReportToPolice',
    'SupplyInfo',
    'TellGuardian',
    'RecordGuardianConsent',
    'WithdrawConsent',
    'ReportRisk',
    'EmergencyEscort',
    'AnswerSupervision',
    'UrgeHolder',
    'SuperviseHolder',
    'CoordinateCrisis',
    'DecideExtension',
    'DesignateJurisdiction',
    'RuleOnWorkOrder',
    'ReassignWorkOrder',
  ],
  queries: oversightQueries,
  mutations: identityMutations,
  fields: oversightFields,
});
