import type { AnyCommandName } from '#commands';
import { keyMinorCommands, ledgerCommands, surveyWorkCommands } from '#ledger';
import { recommendationCommands } from '#recommendation';
import { always, runningIn } from '../../case/src/always.fixture.ts';
import { Draw } from '../../case/src/draw.fixture.ts';
import { girl, packs, sealed } from '../../case/src/given.fixture.ts';
import {
  type CaseRecord,
  type Clock,
  type CommandName,
  caseCommands,
  FLAG_KINDS,
  type FlagKind,
  isRefusal,
  packOf,
  stepRefusal,
} from '../../case/src/index.ts';
import { plausible } from '../../case/src/plausible.input.fixture.ts';
import { History } from '../../case/src/random.history.fixture.ts';
import { shippedFiles } from '../../policy/src/shipped.fixture.ts';
import type { Desk } from './desk.ts';
import { reachable } from './reachable.fixture.ts';
import { desks } from './registry.ts';
import { places } from './seen.fixture.ts';

const TRIES = 60;

const commands: Readonly<Record<string, { readonly emits: readonly string[] }>> = {
  ...caseCommands,
  ...ledgerCommands,
  ...keyMinorCommands,
  ...surveyWorkCommands,
  ...recommendationCommands,
};

const offeredAt = (desk: Desk): readonly AnyCommandName[] => [
  ...desk.commands,
  ...desk.ledgerCommands,
  ...desk.keyMinorCommands,
  ...desk.surveyWorkCommands,
  ...desk.recommendationCommands,
];

/** Work that comes to nothing is ended by saying so. */
const TO_NOTHING: Partial<Record<Clock['scope'], readonly string[]>> = {
  revocation: ['RevocationGroundDropped'],
  'hukou-request': ['HukouRequestWithdrawn'],
};

/** Commands of a case that bring an event which a clock waits for, or that say that nothing comes of it. */
function stoppers(clock: Clock): readonly CommandName[] {
  const waited = (packOf(packs)(clock).clocks[clock.clock]?.stops ?? []).map(({ event }): string => event);
  const stops = [...waited, ...(TO_NOTHING[clock.scope] ?? [])];
  return (Object.keys(caseCommands) as CommandName[]).filter((name) =>
    caseCommands[name].emits.some((event) => stops.includes(event)),
  );
}

/** The case's own time of a child who has grown up meanwhile ends with the care file alone: nobody reports an adult. */
function endsWithTheFile({ scope }: Clock, { child }: CaseRecord, at: string): boolean {
  return scope === 'case' && child?.turns18On !== undefined && at.slice(0, 10) >= child.turns18On;
}

/** Whether an agency's command, with some input, stops a clock; a second visit may be what it waits for. */
function stops(history: History, { id }: CaseRecord, clock: Clock, who: string, name: CommandName): boolean {
  for (let seed = 1; seed <= TRIES; seed += 1) {
    const copy = history.copy();
    const draw = new Draw(seed * 7919);
    for (let left = name === 'RecordAfterClosingVisit' ? 2 : 1; left > 0; left -= 1) {
      const record = copy.record(id);
      if (stepRefusal(name, record, copy.contextOf(id, who, ''))) return false;
      const input = plausible[name]({ record, agency: who, draw, otherCase: '' });
      const { outcome } = copy.give(id, who, name, input, { reason: sealed('reason') });
      const effects = isRefusal(outcome) ? [] : outcome.flatMap(({ meta }) => meta.effects);
      if (effects.some((effect) => effect.effect === 'stop' && effect.id === clock.id)) return true;
    }
  }
  return false;
}

/** Who can stop a clock at their own desk: its holder is asked first, nearly always it is the one. */
function stoppedBy(history: History, record: CaseRecord, clock: Clock): string | undefined {
  const those = stoppers(clock);
  const holderFirst = places.toSorted(
    (one, other) => Number(other.agency.id === clock.holder) - Number(one.agency.id === clock.holder),
  );
  return holderFirst.find(({ agency, desk }) =>
    those.some((name) => desk.commands.includes(name) && stops(history, record, clock, agency.id, name)),
  )?.agency.id;
}

const duties = (record: CaseRecord) => runningIn(record).filter(({ kind }) => kind === 'duty');

describe('every clock that runs can be stopped', () => {
  it.each(shippedFiles)('in $pack each duty waits for what some desk can do', ({ clocks }) => {
    const doable = new Set(desks.flatMap((desk) => offeredAt(desk).flatMap((name) => commands[name]?.emits ?? [])));
    const stuck = Object.entries(clocks).filter(
      ([, { kind, awaits, stops: waited }]) =>
        kind === 'duty' && !awaits && !waited.some(({ event }) => doable.has(event)),
    );
    expect(stuck.map(([name]) => name)).toEqual([]);
  });

  it.each(Object.keys(FLAG_KINDS) as FlagKind[])(
    'by whoever is charged with it for a flag of %s, whichever desk raised it',
    (kind) => {
      for (const { agency } of places) {
        for (const signs of [[], ['SELF_HARM']] as const) {
          const history = new History('2025-03-03 09:00');
          const { outcome, after } = history.give(
            'case-1',
            agency.id,
            'RaiseFlag',
            { ...girl, kind, signs },
            { joins: true },
          );
          expect([agency.id, isRefusal(outcome)]).toEqual([agency.id, false]);
          for (const clock of duties(after)) {
            expect([agency.id, clock.clock, stoppedBy(history, after, clock)]).toEqual([
              agency.id,
              clock.clock,
              clock.holder,
            ]);
          }
        }
      }
    },
  );

  it('in whatever state a case has come to, by somebody who sees it', () => {
    const stopped = new Set<string>();
    always((history) => {
      const isReachable = reachable(history);
      for (const [n, { after, context }] of history.steps.entries()) {
        if (n % 12 !== 11) continue;
        const then = history.copy();
        then.at = after.at !== null && after.at > context.at ? after.at : context.at; // the machine's clock may have been set back
        then.cases.set(after.id, after);
        const still = (clock: Clock) => isReachable(clock) && !endsWithTheFile(clock, after, then.at);
        for (const clock of duties(after).filter(still)) {
          const by = stoppedBy(then, after, clock);
          expect([clock.clock, clock.holder, by !== undefined]).toEqual([clock.clock, clock.holder, true]);
          stopped.add(clock.clock);
        }
      }
    });
    expect(stopped.size).toBeGreaterThan(25); // the histories have come to most of them
  });
});
