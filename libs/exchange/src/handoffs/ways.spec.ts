import { type CommandName, decide, isRefusal, stepRefusal } from '#case';
import { commandClasses } from '#commands';
import { always } from '../../../case/src/always.fixture.ts';
import { Draw } from '../../../case/src/draw.fixture.ts';
import { plausible } from '../../../case/src/plausible.input.fixture.ts';
import { CASES, type History } from '../../../case/src/random.history.fixture.ts';
import { fieldsOf } from '../../../commands/src/field.ts';
import { directory, places } from '../../../desks/src/seen.fixture.ts';
import { ownRows } from '../../../runtime/src/history.ts';
import { wayOf } from '../commands/routes.ts';
import { enumNames } from '../contract.ts';
import { DONE, handoffsIn, type SealedHandoff } from './handoff.ts';
import { KINDS } from './kinds.ts';
import { waysOf } from './ways.ts';

const kinds = enumNames('HandoffEvent', ['handoff', 'kind']).map((name) => name.replace('HANDOFF_KIND_', ''));

it('is said of every kind that the contract has', () => {
  expect(Object.keys(KINDS).toSorted()).toEqual(kinds.toSorted());
});

it('is a method of the exchange but for triage and reassignment, which are the desk’s', () => {
  const all = Object.values(KINDS).flatMap(({ dealtWithBy }) => dealtWithBy);
  expect(all.filter((command) => wayOf(command).method === undefined)).toEqual(['TriageFlag', 'ReassignWorkOrder']);
});

it('is what the desk offers and nothing else', () => {
  const [town, county] = ['township', 'civil-affairs'].map(
    (name) => places.find(({ desk }) => desk.name === name)?.desk,
  );
  const commands = (desk: typeof town) => waysOf('HUKOU_REQUEST', desk ?? { commands: [] }).map((way) => way.command);
  expect([commands(town), commands(county)]).toEqual([['GiveHukouOpinion'], ['DecideHukouRequest']]);
});

/** The field of a command that names the item; none where it is of another kind than the handoff. */
function itemField(command: CommandName): string | undefined {
  if (command === 'FileCriminalCase') return undefined; // takes a report; the notice is of a file
  return [...fieldsOf(commandClasses[command]).keys()].find((name) => /Id$/.test(name));
}

interface Held {
  readonly handoff: SealedHandoff;
  readonly who: string;
  readonly commands: readonly CommandName[];
}

/** What is with each agency in a case as the only one of its kind, and what its system may lawfully do about it now. */
function heldIn(history: History, id: string): readonly Held[] {
  const record = history.record(id);
  return places.flatMap(({ agency, desk }) => {
    const named = directory.get(agency.id);
    const rows = named ? ownRows(record, desk, named, directory) : [];
    const open = [...handoffsIn(rows).values()].filter(({ status }) => !DONE.has(status));
    return open
      .filter(({ kind }) => open.filter((other) => other.kind === kind).length === 1) // what is lawful is so of this one
      .map((handoff) => ({
        handoff,
        who: agency.id,
        commands: waysOf(handoff.kind, desk)
          .map(({ command }) => command)
          .filter((command) => stepRefusal(command, record, history.contextOf(id, agency.id, '')) === undefined),
      }));
  });
}

it('takes the handoff’s own id wherever it asks for one', () => {
  const found = new Set<CommandName>();
  always(
    (history) => {
      for (const id of CASES) {
        for (const { handoff, who, commands } of heldIn(history, id)) {
          for (const command of commands) {
            const field = itemField(command);
            if (field === undefined || handoff.id === id) continue;
            const record = history.record(id);
            const given = plausible[command]({
              record,
              agency: who,
              draw: new Draw(history.steps.length),
              otherCase: '',
            });
            const submission = { command, input: { ...given, [field]: handoff.id }, commandId: 'way', digest: 'way' };
            const outcome = decide(submission, record, history.contextOf(id, who, 'way'));
            const code = isRefusal(outcome) ? outcome.refused : 'done';
            expect([handoff.kind, command, code]).not.toEqual([handoff.kind, command, 'NO_SUCH_ITEM']);
            if (code === 'done') found.add(command);
          }
        }
      }
    },
    32,
    90,
    50,
  );
  expect(found.size).toBeGreaterThan(25); // the histories have dealt with much
});
