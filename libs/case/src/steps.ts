import type { Bilingual, Citation, Standing } from '#policy';
import { type CommandName, caseCommands } from './case.commands.ts';
import type { CommandDefinition, StandingContext } from './kernel/command.ts';
import type { CaseRecord } from './record.ts';
import { stepRefusal } from './submit.ts';

/** Something the agency may lawfully do next (下一步), with its clause; `N` are the commands of one kind of stream. */
export interface StepOf<N extends string> {
  readonly command: N;
  readonly title: Bilingual;
  readonly cite: Citation | null;
  readonly standing: Standing | null;
  /** The rule is not law and names other agencies: a reason will be asked for. */
  readonly needsReason: boolean;
  /** Clocks that its events start and stop, by their names in the pack. */
  readonly starts: readonly string[];
  readonly stops: readonly string[];
}

/** What may be done next on a case. */
export type NextStep = StepOf<CommandName>;

/** A command that would not be refused, as the pack in force has it. */
export function stepOf<N extends string>(
  command: N,
  { name: title, emits }: { readonly name: Bilingual; readonly emits: readonly string[] },
  { pack, actor }: StandingContext,
): StepOf<N> {
  const rule = pack.powers[command];
  const naming = (edge: 'starts' | 'stops') =>
    Object.entries(pack.clocks)
      .filter(([, clock]) => clock[edge].some(({ event }) => emits.includes(event)))
      .map(([id]) => id);
  return {
    command,
    title,
    cite: rule?.cite ?? null,
    standing: rule?.standing ?? null,
    needsReason: rule !== undefined && rule.agencies !== 'any' && !rule.agencies.includes(actor.agency.type),
    starts: naming('starts'),
    stops: naming('stops'),
  };
}

/** The commands of a desk that would not be refused for the state the case is in. */
export function nextSteps(
  offered: readonly CommandName[],
  record: CaseRecord,
  context: StandingContext,
): readonly NextStep[] {
  return offered
    .filter((name) => stepRefusal(name, record, context) === undefined)
    .map((name) => stepOf(name, caseCommands[name], context))
    .filter(({ command, needsReason }) => {
      const definition: CommandDefinition<never> = caseCommands[command];
      const listed = definition.listedWhile?.(record, context.actor.agency.id) ?? true;
      return listed && !(needsReason && definition.listedForNamed);
    });
}
