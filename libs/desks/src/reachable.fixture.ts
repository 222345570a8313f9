import { type Clock, type CommandName, caseCommands, isRefusal } from '../../case/src/index.ts';
import type { History, Step } from '../../case/src/random.history.fixture.ts';
import { places } from './seen.fixture.ts';

/** Whether the desk of whoever gave a step's command offers it: histories also take what no desk would let in, with a reason. */
function isOffered({ submission, context }: Step): boolean {
  const { desk } = places.find(({ agency }) => agency.id === context.actor.agency.id) ?? {};
  const name = submission.command;
  return !(name in caseCommands) || desk?.commands.includes(name as CommandName) === true;
}

/** Clocks that came about by what desks offer, and on items that did. */
export function reachable(history: History): (clock: Pick<Clock, 'id' | 'item'>) => boolean {
  const strange = history.steps.filter((step) => !isRefusal(step.outcome) && !isOffered(step));
  const begun = new Set(
    strange.flatMap(({ outcome }) =>
      isRefusal(outcome) ? [] : outcome.flatMap(({ meta }) => meta.effects.map(({ id }) => id)),
    ),
  );
  const made = strange.map(({ before, submission }) => `${before.id} ${submission.commandId} `); // as ids begin
  return ({ id, item }) => !begun.has(id) && !made.some((beginning) => item.startsWith(beginning));
}
