import { always, alwaysAfter, runningIn } from '../always.fixture.ts';
import { clockOf, isRefusal } from '../index.ts';

describe('the ledger of clocks', () => {
  it('stops only clocks that run, and none twice', () => {
    alwaysAfter(({ before, outcome }) => {
      const running = new Set(runningIn(before).map(({ id }) => id));
      for (const { meta } of outcome) {
        for (const effect of meta.effects) {
          if (effect.effect === 'start') {
            expect(before.clocks).not.toHaveProperty([effect.id]);
            running.add(effect.id);
          } else expect([effect.clock, running.delete(effect.id)]).toEqual([effect.clock, true]);
        }
      }
    });
  });

  it('never runs two clocks of one name for one item', () => {
    alwaysAfter(({ after }) => {
      const names = runningIn(after).map(({ clock, item }) => `${clock} ${item}`);
      expect(names).toEqual([...new Set(names)]);
    });
  });

  it('breaches a running duty and expires a running window or term, each once and only past its due time', () => {
    alwaysAfter(({ before, outcome }) => {
      for (const { type, data, meta } of outcome) {
        if (type !== 'ClockBreached' && type !== 'ClockExpired') continue;
        const clock = clockOf(before, data.clockId);
        expect(clock).toMatchObject({ state: 'running', item: data.item, due: data.due, holder: data.holder });
        expect(clock?.kind === 'duty').toBe(type === 'ClockBreached');
        expect(meta.at > data.due).toBe(true);
      }
    });
  });

  it('leads from running to overdue, expired or stopped, and never back', () => {
    const next = {
      running: ['running', 'paused', 'overdue', 'expired', 'stopped'],
      paused: ['paused', 'running', 'stopped'],
      overdue: ['overdue', 'stopped'],
      expired: ['expired'],
      stopped: ['stopped'],
    };
    alwaysAfter(({ before, after, outcome }) => {
      const again = outcome.some(({ type }) => type === 'MergeUndone') ? before.stoppedByMerge : [];
      for (const { id, state } of before.clocks) {
        if (again.includes(id)) continue; // it goes on as itself where its case stands again
        expect(next[state]).toContain(clockOf(after, id)?.state);
      }
    });
  });

  it('knows an item of this case for every clock that it starts', () => {
    alwaysAfter(({ after, outcome }) => {
      const items = new Set([
        after.id,
        after.ledger?.id,
        after.specialSchool?.term,
        ...[after.supervisions, after.extensions, after.designations].flat().map(({ id }) => id),
        ...[after.flags, after.reports, after.findings, after.orders, after.files, after.cautions]
          .flat()
          .map(({ id }) => id),
        ...[
          after.withdrawals,
          after.schooling,
          after.rehab,
          after.hukou,
          after.protections,
          after.guardianships,
          after.revocations,
          after.psych.referrals,
          after.psych.diagnoses,
          after.emergencies,
          after.workOrders,
        ]
          .flat()
          .map(({ id }) => id),
      ]);
      for (const { meta } of outcome) {
        for (const effect of meta.effects) {
          if (effect.effect === 'start') expect([effect.clock, items.has(effect.item)]).toEqual([effect.clock, true]);
        }
      }
    });
  });

  it('never goes back in recorded time', () => {
    always((history) => {
      for (const id of history.cases.keys()) {
        const times = history.events(id).map(({ meta }) => meta.at);
        expect(times).toEqual(times.toSorted());
      }
      for (const { before, after, outcome } of history.steps) {
        if (!isRefusal(outcome) && before.at && after.at) expect(after.at >= before.at).toBe(true);
      }
    });
  });
});
