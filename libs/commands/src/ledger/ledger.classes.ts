import type { LedgerCommandName, LedgerInputOf } from '#ledger';
import type { FieldClass, Fields } from '../field.ts';
import { CloseLedgerEntry, OpenLedgerEntry, RecordContact, RecordHomeVisit, RefreshLedgerEntry } from './ledger.ts';

/** The class of every command on a ledger entry. */
export const ledgerClasses: {
  readonly [N in LedgerCommandName]: FieldClass<Fields<Omit<LedgerInputOf<N>, 'derived'>>>;
} = { OpenLedgerEntry, RecordContact, RecordHomeVisit, RefreshLedgerEntry, CloseLedgerEntry };
