import type { ClockStart, RecordedEvent } from '#case';
import type { Desk } from '#desks';
import { always } from '../../../case/src/always.fixture.ts';
import { CASES } from '../../../case/src/random.history.fixture.ts';
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

/** A clock as the log alone tells it: whom it charges, and by whose act. */
interface Charge extends Pick<ClockStart, 'id' | 'clock' | 'scope' | 'holder'> {
  readonly by: string;
}

/**
 * What the log says is charged to agencies and has not ended, read off the effects of its events: neither the fold of the case nor
 * any desk's view or inbox has a part in it. A duty that ran out is charged still; a window or a term is not.
 */
function chargedIn(events: readonly RecordedEvent[]): readonly Charge[] {
  const charged = new Map<string, Charge>();
  for (const { type, data, meta } of events) {
    if (type === 'ClockExpired') charged.delete(data.clockId);
    for (const effect of meta.effects) {
      if (effect.effect === 'stop') charged.delete(effect.id);
      if (effect.effect === 'start') {
        const { id, clock, scope, holder } = effect;
        charged.set(id, { id, clock, scope, holder, by: CARRIES.includes(type) ? '' : meta.actor.agency.id });
      }
    }
  }
  return [...charged.values()].filter(({ scope }) => scope !== 'case'); // the case's own time passes on with it
}

it('whatever the log charges an agency with by another’s act is handed to it by the exchange', () => {
  const found = new Set<string>();
  always((history) => {
    for (const id of CASES) {
      const record = history.record(id);
      const charged = chargedIn(history.events(id));
      for (const { agency, desk } of places) {
        const named = directory.get(agency.id);
        const rows = named ? ownRows(record, desk, named, directory) : [];
        const handed = [...handoffsIn(rows).values()].flatMap(({ deadlines }) => deadlines.map((clock) => clock.id));
        const byOthers = charged.filter(
          ({ holder, by, clock }) =>
            holder === agency.id &&
            by !== '' &&
            by !== agency.id &&
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
