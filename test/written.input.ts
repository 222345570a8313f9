import type { CommandName } from '#case';
import { commandClasses, keyMinorClasses, ledgerClasses } from '#commands';
import type { KeyMinorCommandName, LedgerCommandName } from '#ledger';
import { type FieldClass, fieldsOf } from '../libs/commands/src/field.ts';
import { VILLAGE } from './standing.service.ts';

/** Texts of every form that a field may ask for, the plainest first. */
const TEXTS = [
  'x',
  'OTHER',
  VILLAGE,
  'psb-441502',
  '2025-03-01',
  '2025-03-01T10:00+08:00',
  '9b7f6a52-2f0e-4c4e-8d57-0a8f3b1c6d2e',
];

/** An input that gives a command on a case all it needs and nothing more, written from its own declaration. */
export function writtenInput(command: CommandName, caseId: string): object {
  return { caseId, ...needed(commandClasses[command]) };
}

/** The same of a command on an entry on the key-minor register. */
export function writtenForEntry(command: KeyMinorCommandName, keyMinorEntryId: string): object {
  return { keyMinorEntryId, ...needed(keyMinorClasses[command]) };
}

/** The same of a command on an entry on the ledger. */
export function writtenForLedger(command: LedgerCommandName, ledgerEntryId: string): object {
  return { ledgerEntryId, ...needed(ledgerClasses[command]) };
}

function needed(type: FieldClass): object {
  const fields = [...fieldsOf(type)].filter(([, { required }]) => required);
  return Object.fromEntries(
    fields.map(([name, { kind }]) => {
      if (kind.object) return [name, needed(kind.object)];
      const values = [...(kind.values ?? []), ...TEXTS, 1, true, [kind.values?.[0]]];
      const value = values.find((candidate) => kind.rules.every(({ holds }) => holds(candidate, {})));
      if (value === undefined) throw new Error(`no value is known that ${name} would take`);
      return [name, value];
    }),
  );
}
