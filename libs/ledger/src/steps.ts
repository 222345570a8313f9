import type { NextStep, StandingContext } from '#case';
import { type LedgerCommandName, ledgerCommands } from './commands.ts';
import { ledgerStepRefusal } from './decide.ts';
import type { LedgerEntryRecord } from './record.ts';

/** What an agency may lawfully do next on a ledger entry. */
export interface LedgerStep extends Omit<NextStep, 'command'> {
  readonly command: LedgerCommandName;
}

/** The commands of a desk that would not be refused for the state the entry is in. */
export function ledgerSteps(
  offered: readonly LedgerCommandName[],
  record: LedgerEntryRecord,
  context: StandingContext,
): readonly LedgerStep[] {
  const { powers, clocks } = context.pack;
  return offered
    .filter((name) => ledgerStepRefusal(name, record, context) === undefined)
    .map((command) => {
      const { name: title, emits } = ledgerCommands[command];
      const rule = powers[command];
      const naming = (edge: 'starts' | 'stops') =>
        Object.entries(clocks)
          .filter(([, clock]) => clock[edge].some(({ event }) => (emits as readonly string[]).includes(event)))
          .map(([id]) => id);
      const listed = rule === undefined || rule.agencies === 'any' || rule.agencies.includes(context.actor.agency.type);
      return {
        command,
        title,
        cite: rule?.cite ?? null,
        standing: rule?.standing ?? null,
        needsReason: !listed,
        starts: naming('starts'),
        stops: naming('stops'),
      };
    });
}
