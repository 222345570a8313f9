import type { Bilingual, Citation, Standing } from '#policy';
import { type CommandName, caseCommands } from './case.commands.ts';
import type { StandingContext } from './kernel/command.ts';
import type { CaseRecord } from './record.ts';
import { stepRefusal } from './submit.ts';

/** Something the agency may lawfully do next on a case (下一步), with its clause. */
export interface NextStep {
  readonly command: CommandName;
  readonly title: Bilingual;
  readonly cite: Citation | null;
  readonly standing: Standing | null;
  /** The rule is not law and names other agencies: a reason will be asked for. */
  readonly needsReason: boolean;
  /** Clocks that its events start and stop, by their names in the pack. */
  readonly starts: readonly string[];
  readonly stops: readonly string[];
}

/** The commands of a desk that would not be refused for the state the case is in. */
export function nextSteps(
  offered: readonly CommandName[],
  record: CaseRecord,
  context: StandingContext,
): readonly NextStep[] {
  return offered
    .filter((name) => stepRefusal(name, record, context) === undefined)
    .map((name) => {
      const { name: title, emits } = caseCommands[name];
      const rule = context.pack.powers[name];
      const clocks = Object.entries(context.pack.clocks);
      const naming = (edge: 'starts' | 'stops') =>
        clocks
          .filter(([, clock]) => clock[edge].some(({ event }) => (emits as readonly string[]).includes(event)))
          .map(([id]) => id);
      return {
        command: name,
        title,
        cite: rule?.cite ?? null,
        standing: rule?.standing ?? null,
        needsReason:
          rule !== undefined && rule.agencies !== 'any' && !rule.agencies.includes(context.actor.agency.type),
        starts: naming('starts'),
        stops: naming('stops'),
      };
    });
}
