import { type CommandDefinition, type Guard, refuse } from '#case';
import type { LedgerEvent } from './events.ts';
import type { LedgerEntryRecord } from './record.ts';

export type LedgerCommand<Input extends object> = CommandDefinition<Input, LedgerEntryRecord, LedgerEvent>;
export type LedgerGuard = Guard<LedgerEntryRecord>;

/** Keeps the input's type while a command on an entry is declared. */
export function onLedger<Input extends object>(definition: LedgerCommand<Input>): LedgerCommand<Input> {
  return definition;
}

export const anEntry = { zh: '台账', en: 'ledger entry' };

export const whileOnLedger: LedgerGuard = ({ status }) =>
  status === 'closed' ? refuse('ALREADY_DONE', null, { item: anEntry }) : undefined;
