import { type BesideSubmission, deciderOf, type Recording, refuse, type StepOf } from '#case';
import { ledgerEndedBy as endedBy, ledgerHolderOf as holderOf, ranOut, ledgerStartOf as startOf } from './clock.ts';
import {
  type LedgerCommandName,
  type LedgerSystemCommandName,
  ledgerCommands,
  ledgerSystemCommands,
} from './commands.ts';
import { evolveLedgerEntry, type LedgerEvent } from './events.ts';
import { isMeant } from './period.ts';
import type { LedgerEntryRecord } from './record.ts';
import { ledgerRelations } from './relation.ts';

/** A command on a ledger entry on its way to a decision, its personal fields sealed already. */
export type LedgerSubmission = BesideSubmission<LedgerCommandName | LedgerSystemCommandName>;

/** What an agency may lawfully do next on a ledger entry. */
export type LedgerStep = StepOf<LedgerCommandName>;

const recording: Recording<LedgerEntryRecord, LedgerEvent> = {
  evolve: evolveLedgerEntry,
  endedBy,
  holderOf,
  startOf,
  meant: isMeant,
};

/** Decides commands on a child’s entry on the ledger. */
export const { decide: decideLedgerEntry, steps: ledgerSteps } = deciderOf<
  LedgerEntryRecord,
  LedgerEvent,
  LedgerCommandName
>({
  commands: ledgerCommands,
  system: ledgerSystemCommands,
  recording,
  related: (record, agency) => ledgerRelations(record, agency).size > 0,
  absent: refuse('NO_SUCH_LEDGER_ENTRY'),
  catchesUp: ranOut,
});
