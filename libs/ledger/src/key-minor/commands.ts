import { runOutClock } from '#case';
import { keyMinorRanOut } from './clock.ts';
import { onRegister } from './command.ts';
import { CloseKeyMinorEntry, MoveKeyMinor, RecordKeyMinorMeasure } from './keep.ts';
import { OpenKeyMinorEntry } from './open.ts';

/** Every command on the key-minor register that a desk can offer, by name. */
export const keyMinorCommands = { OpenKeyMinorEntry, RecordKeyMinorMeasure, MoveKeyMinor, CloseKeyMinorEntry };
export type KeyMinorCommandName = keyof typeof keyMinorCommands;
/** What a command takes, its personal fields sealed. */
export type KeyMinorInputOf<N extends KeyMinorCommandName> = Parameters<(typeof keyMinorCommands)[N]['decide']>[0];

/** 到期: the clock runner's. The child has come of age. */
const RunOutClock = onRegister(
  runOutClock(
    { zh: '重点未成年人台账时限到期', en: 'A clock of the key-minor register runs out' },
    ['KeyMinorEntryClosed'],
    keyMinorRanOut,
  ),
);

export const keyMinorSystemCommands = { RunOutClock };
export type KeyMinorSystemCommandName = keyof typeof keyMinorSystemCommands;

export function isKeyMinorCommand(name: string): name is KeyMinorCommandName {
  return Object.hasOwn(keyMinorCommands, name);
}
