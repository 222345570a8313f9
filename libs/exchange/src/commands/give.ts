import type { Officer } from '#access';
import { isRefusal, refuse } from '#case';
import { BadInput, readCommand } from '#commands';
import type { Desk } from '#desks';
import type { Runtime } from '#runtime';
import { refused, tooLate } from '../errors.ts';
import { timestampOf } from '../messages.ts';
import { inContractWords } from './contract.words.ts';
import type { RoutedCommand } from './routes.ts';

/** Who asks, at which desk, and how long they wait. */
export interface Caller {
  readonly officer: Officer;
  readonly desk: Desk;
  /** Milliseconds since 1970, by the machine's clock; Infinity when the caller set none. */
  readonly deadline: number;
}

/**
 * Gives a command as the agency's desk would (办理): what the desk does not offer is refused alike, with the clause that says
 * who may, and kept in the agency's audit stream; all else goes the desks' one way.
 *
 * A deadline that has passed before the command is given ends the call and nothing is written. Once given it is done, whatever
 * the caller still hears: a retry with the same key gets the first answer.
 *
 * @throws BadInput, CallFailure for a refusal, StoreError when the log cannot take it.
 */
export async function give(routed: RoutedCommand, caller: Caller, runtime: Runtime): Promise<object> {
  const { command } = routed;
  const { officer, desk, deadline } = caller;
  if (!desk.commands.includes(command)) {
    const refusal = runtime.powerless(command, officer) ?? refuse('COMMAND_NOT_AT_THIS_DESK');
    await runtime.noteRefusal(command, officer, refusal);
    throw refused(refusal, runtime);
  }
  const { envelope, input } = read(routed, runtime);
  const { caseId, idempotencyKey, occurredAt, reason, seen } = envelope;
  if (Date.now() >= deadline) throw tooLate();
  const outcome = await runtime.submit({ command, officer, caseId, idempotencyKey, occurredAt, reason, seen, input });
  if (isRefusal(outcome)) throw refused(outcome, runtime);
  const { doc: row } = await runtime.shows(desk.name, officer, outcome.caseId, outcome.position);
  return {
    outcome: {
      caseId: outcome.caseId,
      caseVersion: row === null ? '' : (JSON.parse(row) as { version: string }).version,
      events: outcome.events,
      clocks: outcome.effects.map((effect) => ({
        effect: `CLOCK_EFFECT_${effect.effect.toUpperCase()}`,
        clockId: effect.id,
        clock: effect.clock,
        ...('due' in effect ? { due: timestampOf(effect.due) } : {}),
        ...(effect.effect === 'stop' ? { late: effect.late } : {}),
      })),
      enteredLate: outcome.enteredLate,
      repeated: outcome.repeated,
    },
  };
}

/** What the door of commands says is wrong is said in the words of the contract. */
function read(routed: RoutedCommand, { host }: Pick<Runtime, 'host'>): ReturnType<typeof readCommand> {
  try {
    return readCommand(routed.command, routed.raw, host.now());
  } catch (error) {
    throw error instanceof BadInput ? inContractWords(error, routed) : error;
  }
}
