import { agencies, village } from '../../case/src/directory.fixture.ts';
import { SpecCase, sealed } from '../../case/src/given.fixture.ts';
import { seen } from './seen.fixture.ts';
import { splitStatesOf, splitsOf, splitsToAnswer } from './splits.ts';

const flag = (facts: string) => ({
  kind: 'GUARDIANSHIP_FAILURE' as const,
  child: { name: sealed('ZZ-name') },
  place: { division: village },
  facts: sealed(facts),
});

/** Two children’s flags merged; a committee and a school have reported, to two units, and a third declined. */
function merged() {
  const source = new SpecCase('other').does('2025-03-03 09:00', 'grid', 'RaiseFlag', flag('ZZ-other-facts'));
  const target = new SpecCase()
    .does('2025-03-03 09:00', 'cd', 'RaiseFlag', flag('ZZ-facts'))
    .does('2025-03-03 10:00', 'cs', 'MergeFlags', { sourceCaseId: 'other' }, { other: source.record });
  source.follows('2025-03-03 10:01', 'EndMergedCase', { targetCaseId: 'case' });
  const report = (who: string, to: string, facts: string, when: string) =>
    target.does(when, who, 'ReportToPolice', { to, facts: sealed(facts), newFacts: true }, { joins: true });
  report('rvc', 'psb', 'ZZ-report', '2025-03-04 09:00');
  report('school', 'psb', 'ZZ-other-report', '2025-03-04 10:00');
  report('wf', 'near-psb', 'ZZ-third-report', '2025-03-04 11:00');
  const flagId = target.record.flags[1]?.id;
  target.does('2025-03-04 11:10', 'rvc', 'RecordDissuasion', { flagId, told: sealed('ZZ-other-told') });
  target.does('2025-03-04 12:00', 'near-psb', 'NotAccept', {
    notAcceptedBecause: 'NO_FACTS',
    message: sealed('ZZ-message'),
  });
  return { target, source };
}

function asked() {
  const { target, source } = merged();
  target.does(
    '2025-03-05 09:00',
    'cs',
    'SplitChild',
    { sourceCaseId: 'other', because: sealed('ZZ-because') },
    { other: source.record },
  );
  return { target, source };
}

/** The agencies whose rows say a word. */
const who = ({ record, events }: SpecCase, word: string) => {
  const shown = seen(record, events);
  return Object.keys(agencies).filter((id) => shown.get(id)?.includes(word));
};

describe('a request to split', () => {
  it('is seen by the township that asks and the unit that is asked; not by one that declined its report, nor by who reported', () => {
    expect(who(asked().target, 'ZZ-because').toSorted()).toEqual(['cs', 'psb', 'station', 'town']);
  });

  it('shows a unit which of its reports would go, also when another that held them said so', () => {
    const { target, source } = asked();
    const [, second = ''] = target.record.reports.map(({ id }) => id);
    target.does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: false }); // whoever declined is not asked
    expect(splitsToAnswer(target.record, 'far-psb')).toEqual([]);
    target.does(
      '2025-03-05 11:00',
      'cs',
      'SplitChild',
      { sourceCaseId: 'other', because: sealed('ZZ-again') },
      { other: source.record },
    );
    target.does('2025-03-05 12:00', 'rvc', 'ReportToPolice', { to: 'far-psb', facts: sealed('ZZ-4'), newFacts: true });
    target.does('2025-03-05 13:00', 'psb', 'ConsentToSplit', { granted: true, reportIds: [second] });
    expect(splitsToAnswer(target.record, 'psb')).toMatchObject([{ reportIds: [] }, { reportIds: [second] }]);
    target.does('2025-03-05 14:00', 'psb', 'HandOverReport', { reportId: second, to: 'far-psb' });
    expect(splitsToAnswer(target.record, 'far-psb')).toMatchObject([{ status: 'asked', reportIds: [second] }]);
    expect(splitsToAnswer(target.record, 'psb')).toMatchObject([{ reportIds: [] }, { reportIds: [] }]);
  });

  it('says to who asked and who named it that a report stays, once a paper has come to rest on it, before and after the cases part', () => {
    const { target } = asked();
    target.does('2025-03-05 09:10', 'rvc', 'ReportToPolice', { to: 'far-psb', facts: sealed('ZZ-4'), newFacts: true });
    const [, second = ''] = target.record.reports.map(({ id }) => id);
    target.does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true, reportIds: [second] });
    const told = () => [
      splitsOf(target.record),
      ...['psb', 'far-psb'].map((unit) => splitsToAnswer(target.record, unit)),
      splitStatesOf(target.record, 'ca'),
    ];
    const staying = (id: readonly string[]) => [
      [{ reportsStaying: id.length }],
      [{ stayingReportIds: id }],
      [{ stayingReportIds: [] }],
      [{ reportsStaying: undefined }],
    ];
    expect(told()).toMatchObject(staying([]));
    const paper = { reportId: second, ground: 'GUARDIAN_FAILS_DUTY' as const, statement: sealed('ZZ-statement') };
    target.does('2025-03-05 11:00', 'psb', 'AcceptCase', { reportId: second });
    target.does('2025-03-05 12:00', 'psb', 'RecordFinding', paper);
    expect(told()).toMatchObject(staying([second]));
    target.does('2025-03-05 13:00', 'far-psb', 'ConsentToSplit', { granted: true });
    expect(target.types()).toEqual(['SplitConsented', 'ChildSplit']);
    expect(told()).toMatchObject(staying([second]));
  });

  it('is answered to the township alone', () => {
    const { target } = asked();
    target.does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: false, note: sealed('ZZ-note') });
    expect(who(target, 'ZZ-note').toSorted()).toEqual(['cs', 'psb', 'station', 'town']);
  });

  it('tells the police which flags would go, and of no other case', () => {
    const { target } = asked();
    const shown = seen(target.record, target.events).get('psb') ?? '';
    expect(shown).toContain(`\\"flagIds\\":[\\"${target.record.flags[1]?.id}\\"]`);
    expect(shown).not.toContain('other\\"');
  });
});

describe('two cases that were parted', () => {
  const parted = () => {
    const { target, source } = asked();
    const reportIds = target.record.reports.slice(1, 2).map(({ id }) => id);
    target.does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true, reportIds });
    const split = target.events.find(({ type }) => type === 'ChildSplit');
    if (split?.type !== 'ChildSplit') throw new Error('not split');
    const { dissuasions, reports, repeats, reportClocks: clocks } = split.data;
    source.follows('2025-03-05 10:01', 'RestoreMergedCase', {
      targetCaseId: 'case',
      dissuasions,
      reports,
      repeats,
      clocks,
    });
    return { target, source };
  };

  it('show nobody what was told of the other child', () => {
    const { target, source } = parted();
    for (const word of ['ZZ-other-facts', 'ZZ-other-report', 'ZZ-other-told']) {
      expect([word, who(target, word)]).toEqual([word, []]);
      expect([word, who(source, word).length > 0]).toEqual([word, true]);
    }
    for (const word of ['ZZ-facts', 'ZZ-report', 'ZZ-third-report', 'ZZ-because'])
      expect([word, who(source, word)]).toEqual([word, []]);
  });

  it('are each there for those alone who have to do with that child', () => {
    const { target, source } = parted();
    expect(who(target, 'ZZ-name')).toEqual(expect.arrayContaining(['cd', 'rvc', 'town', 'psb']));
    expect(who(source, 'ZZ-name')).toEqual(expect.arrayContaining(['grid', 'rvc', 'town', 'psb', 'school']));
    for (const id of ['grid', 'school']) expect([id, who(target, 'case').includes(id)]).toEqual([id, false]);
    for (const id of ['cd', 'wf', 'near-psb']) expect([id, who(source, 'other').includes(id)]).toEqual([id, false]);
  });
});
