import { type StandingContext, type StepOf, stepOf } from '#case';
import { type LedgerCommandName, ledgerCommands } from './commands.ts';
import { ledgerStepRefusal } from './decide.ts';
import type { LedgerEntryRecord } from './record.ts';

/** What an agency may lawfully do next on a ledger entry. */
export type LedgerStep = StepOf<LedgerCommandName>;

/** The commands of a desk that would not be refused for the state it is in. */
export function ledgerSteps(
  offered: readonly LedgerCommandName[],
  record: LedgerEntryRecord,
  context: StandingContext,
): readonly LedgerStep[] {
  return offered
    .filter((name) => ledgerStepRefusal(name, record, context) === undefined)
    .map((name) => stepOf(name, ledgerCommands[name], context));
}
