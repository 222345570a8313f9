import fc from 'fast-check';
import { Draw } from '../draw.fixture.ts';
import { girl, sealed } from '../given.fixture.ts';
import { type CaseRecord, consenting, isCounted, isRefusal } from '../index.ts';
import { CASES, History, type Move } from '../random.history.fixture.ts';

const [TARGET, SOURCE] = CASES;
const move = fc.record({ seed: fc.nat(0x7fffffff), lawful: fc.nat(79) });

/** Two children’s flags merged and reported; whatever happens then, a split that is asked for and answered, and whatever after it. */
function history(before: readonly Move[], answers: number, after: readonly Move[]): History {
  const history = new History('2025-03-03 09:00');
  history.give(TARGET, 'cd', 'RaiseFlag', girl, { joins: true });
  history.give(SOURCE, 'grid', 'RaiseFlag', girl, { joins: true });
  history.give(TARGET, 'cs', 'MergeFlags', { sourceCaseId: SOURCE }, { other: history.record(SOURCE) });
  history.give(SOURCE, 'wccw', 'EndMergedCase', { targetCaseId: TARGET });
  history.give(TARGET, 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('facts') });
  for (const one of before) history.move(one);
  const because = sealed('two children');
  history.give(TARGET, 'cs', 'SplitChild', { sourceCaseId: SOURCE, because }, { other: history.record(SOURCE) });
  const draw = new Draw(answers);
  for (const unit of consenting(history.record(TARGET))) {
    const own = history.record(TARGET).reports.filter(({ to }) => to === unit && draw.chance(60));
    for (const reportIds of [own.map(({ id }) => id), []]) {
      history.give(TARGET, unit, 'ConsentToSplit', { granted: draw.chance(85), reportIds });
      history.follow();
    }
  }
  for (const one of after) history.move(one);
  return history;
}

const held = (record: CaseRecord) => record.reports.map(({ id }) => id);
const events = (of: History) => CASES.flatMap((id) => of.events(id));

/** Seen over all histories: that splits come about, with and without reports. */
const seen = { splits: 0, carried: 0, refused: 0 };

describe('a case that is parted again', () => {
  const made = new Map<string, History>();
  const always = (check: (history: History) => void) => {
    const moves = fc.array(move, { maxLength: 12 });
    const drawn = fc.tuple(moves, fc.nat(0x7fffffff), moves).map(([before, answers, after]) => {
      const key = JSON.stringify([before, answers, after]);
      const known = made.get(key) ?? history(before, answers, after);
      made.set(key, known);
      return known;
    });
    fc.assert(fc.property(drawn, check), { numRuns: 60, seed: 20250303 });
  };

  it('loses no report and has none twice, and repeats stay with theirs', () => {
    always((history) => {
      const made = events(history).flatMap(({ type, data }) => (type === 'ReportedToPolice' ? [data.reportId] : []));
      const records = CASES.map((id) => history.record(id));
      expect(records.flatMap(held).toSorted()).toEqual(made.toSorted());
      for (const record of records) {
        for (const { reportId } of record.repeats) expect(held(record)).toContain(reportId);
      }
      for (const { type, data } of events(history)) {
        if (type === 'ChildSplit') seen.splits += 1;
        if (type === 'ChildSplit' && data.reports.length > 0) seen.carried += 1;
        if (type === 'SplitRefused') seen.refused += 1;
      }
    });
    expect(Object.values(seen).every((times) => times > 3)).toBe(true);
  });

  it('keeps each flag in the case it was raised in, and beside it only where it is merged', () => {
    always((history) => {
      const [target, source] = [history.record(TARGET), history.record(SOURCE)];
      const raised = history.events(SOURCE).flatMap(({ type, data }) => (type === 'FlagRaised' ? [data.flagId] : []));
      expect(source.flags.filter(({ mergedFrom }) => !mergedFrom).map(({ id }) => id)).toEqual(raised);
      const there = target.flags.filter(({ mergedFrom }) => mergedFrom === SOURCE);
      expect(there.length > 0).toBe(target.merged.includes(SOURCE));
      expect(source.mergedInto === TARGET).toBe(target.merged.includes(SOURCE));
    });
  });

  it('lets no time run for one thing in both cases, and none for what has left', () => {
    always((history) => {
      const running = CASES.map((id) =>
        history
          .record(id)
          .clocks.filter((clock) => isCounted(clock) && (clock.scope === 'flag' || clock.scope === 'report'))
          .map(({ clock, item }) => `${clock} ${item}`),
      );
      expect(running[0]?.filter((one) => running[1]?.includes(one))).toEqual([]);
      for (const id of CASES) {
        const record = history.record(id);
        const waiting = record.withdrawals.filter(({ status }) => status === 'asked');
        const items = [...held(record), ...[...record.flags, ...waiting].map((one) => one.id)];
        for (const { scope, item, clock, state } of record.clocks) {
          if (!['flag', 'report', 'withdrawal'].includes(scope) || !isCounted({ state })) continue;
          expect([clock, items.includes(item)]).toEqual([clock, true]);
        }
      }
    });
  });

  it('moves no due time: what runs on is due when it was', () => {
    always((history) => {
      const known = new Set<string>();
      for (const { submission, outcome } of history.steps) {
        if (isRefusal(outcome)) continue;
        for (const effect of outcome.flatMap(({ meta }) => meta.effects)) {
          if (!('due' in effect)) continue;
          const due = `${effect.clock} ${effect.item} ${effect.due}`;
          if (submission.command === 'RestoreMergedCase') expect([...known]).toContain(due);
          known.add(due);
        }
      }
    });
  });
});
