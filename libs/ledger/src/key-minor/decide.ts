import { type BesideSubmission, deciderOf, type Recording, refuse, type StepOf } from '#case';
import { keyMinorEndedBy as endedBy, keyMinorHolderOf as holderOf, keyMinorRanOut } from './clock.ts';
import {
  type KeyMinorCommandName,
  type KeyMinorSystemCommandName,
  keyMinorCommands,
  keyMinorSystemCommands,
} from './commands.ts';
import { evolveKeyMinor, type KeyMinorEvent } from './events.ts';
import type { KeyMinorRecord } from './record.ts';
import { isOnDuty } from './relation.ts';

/** A command on the register on its way to a decision, its personal fields sealed already. */
export type KeyMinorSubmission = BesideSubmission<KeyMinorCommandName | KeyMinorSystemCommandName>;

/** What an agency may lawfully do next on an entry. */
export type KeyMinorStep = StepOf<KeyMinorCommandName>;

const recording: Recording<KeyMinorRecord, KeyMinorEvent> = {
  evolve: evolveKeyMinor,
  endedBy,
  holderOf,
  startOf: (_, occurredAt) => occurredAt,
};

/** Decides commands on a child’s entry on the key-minor register. */
export const { decide: decideKeyMinor, steps: keyMinorSteps } = deciderOf<
  KeyMinorRecord,
  KeyMinorEvent,
  KeyMinorCommandName
>({
  commands: keyMinorCommands,
  system: keyMinorSystemCommands,
  recording,
  related: isOnDuty,
  absent: refuse('NO_SUCH_KEY_MINOR_ENTRY'),
  catchesUp: keyMinorRanOut,
});
