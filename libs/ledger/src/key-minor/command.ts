import { type CommandDefinition, type Guard, refuse } from '#case';
import type { KeyMinorEvent } from './events.ts';
import type { KeyMinorRecord } from './record.ts';

export type KeyMinorCommand<Input extends object> = CommandDefinition<Input, KeyMinorRecord, KeyMinorEvent>;

/** Keeps the input's type while a command on an entry is declared. */
export function onRegister<Input extends object>(definition: KeyMinorCommand<Input>): KeyMinorCommand<Input> {
  return definition;
}

export const aKeyMinor = { zh: '重点未成年人台账', en: 'entry on the key-minor register' };

export const whileOnRegister: Guard<KeyMinorRecord> = ({ status }) =>
  status === 'closed' ? refuse('ALREADY_DONE', null, { item: aKeyMinor }) : undefined;
