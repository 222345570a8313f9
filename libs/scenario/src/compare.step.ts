import { compareSights } from './compare.sights.ts';
import { type Difference, first, holds, inOrder, listsAs, sameDue, sameList } from './compare.ts';
import type { Outcome, Player } from './player.ts';
import type { Expectation, Step } from './scenario.schema.ts';

/** The first difference between what a step should bring and what came of it. */
export async function compareStep(
  step: Step,
  expected: Expectation,
  outcome: Outcome,
  exactly: boolean,
  player: Player,
): Promise<Difference | undefined> {
  return (
    compareRefusal(step, expected, outcome) ??
    compareEffects(expected, outcome, exactly, player) ??
    first(
      (['enteredLate', 'repeated', 'view'] as const).map((field) =>
        expected[field] === undefined ? undefined : holds(field, expected[field], outcome[field]),
      ),
    ) ??
    (await compareSights(step, expected, exactly, player))
  );
}

/** Written without the field, it says that some input is wrong. */
const BAD_INPUT = 'BAD_USER_INPUT';

function compareRefusal({ does }: Step, { refused, standing }: Expectation, outcome: Outcome): Difference | undefined {
  if (refused !== outcome.code && !(refused === BAD_INPUT && outcome.code?.startsWith(`${BAD_INPUT}(`))) {
    const said = outcome.said === undefined ? '' : ` — ${outcome.said}`;
    const actual = outcome.code === undefined ? 'accepted' : `${outcome.code}${said}`;
    return { what: `${does}: refused`, expected: refused ?? 'accepted', actual };
  }
  return standing === undefined || standing === outcome.standing
    ? undefined
    : { what: `${does}: standing`, expected: standing, actual: outcome.standing };
}

function compareEffects(
  { events, starts, stops, late }: Expectation,
  outcome: Outcome,
  exactly: boolean,
  player: Player,
): Difference | undefined {
  const named = listsAs(exactly);
  const started = outcome.clocks.filter(({ effect }) => effect === 'start');
  const stopped = outcome.clocks.filter(({ effect }) => effect === 'stop');
  const names = (changes: Outcome['clocks']) => changes.map(({ clock }) => clock);
  const dues = Object.entries(starts ?? {}).map(([clock, due]) =>
    sameDue(`due of ${clock}`, player.shifted(due), started.find((change) => change.clock === clock)?.due),
  );
  const order = exactly || events?.length === 0 ? sameList : inOrder;
  return first([
    events && order('events', events, outcome.events),
    starts && named('clocks started', Object.keys(starts), names(started)),
    ...dues,
    stops && named('clocks stopped', stops, names(stopped)),
    late && named('clocks stopped late', late, names(stopped.filter((change) => change.late))),
  ]);
}
