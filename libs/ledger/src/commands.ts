import { RunOutClock } from './clock.ts';
import { CloseLedgerEntry, RefreshLedgerEntry } from './keep.ts';
import { EnterFromCase, OpenLedgerEntry } from './open.ts';
import { RecordContact, RecordHomeVisit } from './visit.ts';

/** Every command on a ledger entry that a desk can offer, by name. */
export const ledgerCommands = {
  OpenLedgerEntry,
  RecordContact,
  RecordHomeVisit,
  RefreshLedgerEntry,
  CloseLedgerEntry,
};
export type LedgerCommandName = keyof typeof ledgerCommands;
/** What a command takes, its personal fields sealed. */
export type LedgerInputOf<N extends LedgerCommandName> = Parameters<(typeof ledgerCommands)[N]['decide']>[0];

/** Given by nobody: time, and the process that carries what a case found. */
export const ledgerSystemCommands = { RunOutClock, EnterFromCase };
export type LedgerSystemCommandName = keyof typeof ledgerSystemCommands;

export function isLedgerCommand(name: string): name is LedgerCommandName {
  return Object.hasOwn(ledgerCommands, name);
}
