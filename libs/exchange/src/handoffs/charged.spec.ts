import type { ClockStart, RecordedEvent } from '#case';
import { always } from '../../../case/src/always.fixture.ts';
import { CASES } from '../../../case/src/random.history.fixture.ts';
import { reachable } from '../../../desks/src/reachable.fixture.ts';
import { directory, places } from '../../../desks/src/seen.fixture.ts';
import { ownRows } from '../../../runtime/src/history.ts';
import { handoffsIn } from './handoff.ts';

/** What comes to overseers; nothing else does, for their desk offers nothing that would begin it. */
const OVERSEEN = ['WORKORDER_RULING', 'EXTENSION_DECIDE', 'JURISDICTION_DESIGNATE', 'SUPERVISION_ANSWER'];

/** Merging, and taking it back, carries clocks from case to case and begins none. */
const CARRIES = ['FlagsMerged', 'FlagsUnmerged', 'MergeUndone'];

/** A clock as the log alone tells it: whom it charges, and by whose act. */
interface Charge extends Pick<ClockStart, 'id' | 'clock' | 'scope' | 'item' | 'holder'> {
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
        const { id, clock, scope, item, holder } = effect;
        charged.set(id, { id, clock, scope, item, holder, by: CARRIES.includes(type) ? '' : meta.actor.agency.id });
      }
    }
  }
  return [...charged.values()].filter(({ scope }) => scope !== 'case'); // the case's own time passes on with it
}

it('whatever the log charges an agency with by another’s act is handed to it by the exchange', () => {
  const found = new Set<string>();
  always((history) => {
    const isReachable = reachable(history);
    for (const id of CASES) {
      const record = history.record(id);
      const charged = chargedIn(history.events(id));
      for (const { agency, desk } of places) {
        const named = directory.get(agency.id);
        const rows = named ? ownRows(record, desk, named, directory) : [];
        const handed = [...handoffsIn(rows).values()].flatMap(({ deadlines }) => deadlines.map((clock) => clock.id));
        const byOthers = charged.filter(
          (charge) =>
            charge.holder === agency.id &&
            charge.by !== '' &&
            charge.by !== agency.id &&
            (desk.holds || OVERSEEN.includes(charge.clock)) &&
            isReachable(charge),
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
