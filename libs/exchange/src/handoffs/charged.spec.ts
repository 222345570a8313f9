import type { Desk } from '#desks';
import type { InboxEntry, ViewRow } from '#runtime';
import { always } from '../../../case/src/always.fixture.ts';
import { CASES, type History } from '../../../case/src/random.history.fixture.ts';
import { directory, places } from '../../../desks/src/seen.fixture.ts';
import { ownRows } from '../../../runtime/src/history.ts';
import { handoffsIn } from './handoff.ts';

/** What comes to overseers; nothing else does, for their desk offers nothing that would begin it. */
const OVERSEEN = ['WORKORDER_RULING', 'EXTENSION_DECIDE', 'JURISDICTION_DESIGNATE', 'SUPERVISION_ANSWER'];

/** A history also takes reports from those whose desk offers none: nothing is asked of them there. */
const asked = ({ commands }: Desk, clock: string) =>
  clock !== 'RETURN_FOR_INFO_SUPPLY' || commands.includes('SupplyInfo');

/** Merging carries clocks from case to case, and begins none. */
const CARRIES = ['FlagsMerged', 'FlagsUnmerged'];

/** Clocks by the agency whose act began them. */
function begunBy(history: History, id: string): ReadonlyMap<string, string> {
  const begun = new Map<string, string>();
  for (const { type, meta } of history.events(id)) {
    if (CARRIES.includes(type)) continue;
    for (const effect of meta.effects) if (effect.effect === 'start') begun.set(effect.id, meta.actor.agency.id);
  }
  return begun;
}

/** The clocks in an inbox, but for the case's own time: that passes on with the case and is no item that is handed over. */
const waiting = (rows: readonly ViewRow[]) =>
  rows
    .filter(({ kind }) => kind === 'inbox')
    .map(({ doc }) => (JSON.parse(doc) as InboxEntry).clock)
    .filter(({ scope }) => scope !== 'case');

it('whatever another agency’s act brought into an agency’s inbox is handed to it by the exchange', () => {
  const found = new Set<string>();
  always((history) => {
    for (const id of CASES) {
      const record = history.record(id);
      const begun = begunBy(history, id);
      for (const { agency, desk } of places) {
        const named = directory.get(agency.id);
        const rows = named ? ownRows(record, desk, named, directory) : [];
        const handed = [...handoffsIn(rows).values()].flatMap(({ deadlines }) => deadlines.map((clock) => clock.id));
        const byOthers = waiting(rows).filter(
          ({ id: own, clock }) =>
            (begun.get(own) ?? agency.id) !== agency.id &&
            (desk.holds || OVERSEEN.includes(clock)) &&
            asked(desk, clock),
        );
        for (const { clock } of byOthers) found.add(clock);
        expect(byOthers.filter((clock) => !handed.includes(clock.id)).map(({ clock }) => [agency.id, clock])).toEqual(
          [],
        );
      }
    }
  }, 40);
  expect(found.size).toBeGreaterThan(10); // the histories have handed over much
});
