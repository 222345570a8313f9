import { agency } from '../directory.fixture.ts';
import { flagged, girl, type SpecCase, sealed } from '../given.fixture.ts';
import { carriedBack, relationsOf } from '../index.ts';

const because = sealed('走访核实：并非同一儿童');
const report = { facts: sealed('无人看管') };

/** Flags of two children, merged, and reported to the police: by the committee, then by the school with something new. */
function reported(source = flagged('other')) {
  const target = flagged()
    .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS', guardianFails: true })
    .does('2025-03-04 09:00', 'cs', 'MergeFlags', { sourceCaseId: 'other' }, { other: source.record });
  source.follows('2025-03-04 09:01', 'EndMergedCase', { targetCaseId: 'case' });
  target.does('2025-03-04 10:00', 'rvc', 'ReportToPolice', { ...report, to: 'psb' });
  return { target, source };
}

const ask = (target: SpecCase, source: SpecCase, when = '2025-03-05 09:00') =>
  target.does(when, 'cs', 'SplitChild', { sourceCaseId: 'other', because }, { other: source.record });

function asked() {
  const { target, source } = reported();
  return { target: ask(target, source), source };
}

/** What the process carries from one case to the other. */
function follow(target: SpecCase, source: SpecCase, when: string): SpecCase {
  const split = target.events.find(({ type }) => type === 'ChildSplit');
  if (split?.type !== 'ChildSplit') throw new Error('not split');
  const { data } = split;
  const carried = { targetCaseId: 'case', ...carriedBack(data), clocks: data.reportClocks };
  return source.follows(when, 'RestoreMergedCase', carried);
}

const idsOf = ({ record }: SpecCase) => record.reports.map(({ id }) => id);

describe('splitting a child off after a report', () => {
  it('is what the refusal to unmerge points to, and what may be done next', () => {
    const { target } = reported();
    expect(target.may('2025-03-05 09:00', 'cs', 'UnmergeFlags', 'SplitChild')).toEqual(['SplitChild']);
    target.tries('2025-03-05 09:00', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' });
    expect(target.last).toMatchObject({
      refused: 'CASE_ALREADY_REPORTED',
      message: { zh: /SplitChild/, en: /SplitChild/ },
    });
  });

  it('is not asked for what was not merged, nor before a report, nor twice', () => {
    expect(flagged().may('2025-03-05 09:00', 'cs', 'SplitChild')).toEqual([]);
    const source = flagged('other');
    const merged = flagged().does(
      '2025-03-04 09:00',
      'cs',
      'MergeFlags',
      { sourceCaseId: 'other' },
      { other: source.record },
    );
    expect(merged.may('2025-03-05 09:00', 'cs', 'UnmergeFlags', 'SplitChild')).toEqual(['UnmergeFlags']);
    const { target } = asked();
    expect(target.may('2025-03-05 10:00', 'cs', 'SplitChild')).toEqual([]);
    const again = (sourceCaseId: string) =>
      target.tries('2025-03-05 10:00', 'cs', 'SplitChild', { sourceCaseId, because }).refused();
    expect(again('other')).toBe('ALREADY_DONE');
    expect(
      reported().target.tries('2025-03-05 10:00', 'cs', 'SplitChild', { sourceCaseId: 'case-9', because }).refused(),
    ).toBe('NO_SUCH_ITEM');
  });

  it('moves nothing until the police have answered', () => {
    const { target } = asked();
    expect(target.types()).toEqual(['SplitRequested']);
    expect(target.effects()).toEqual([]);
    expect(target.record.flags).toHaveLength(2);
    expect(target.may('2025-03-05 10:00', 'psb', 'ConsentToSplit')).toEqual(['ConsentToSplit']);
    for (const who of ['cs', 'rvc', 'near-psb', 'ca']) {
      expect([who, target.may('2025-03-05 10:00', who, 'ConsentToSplit')]).toEqual([who, []]);
    }
  });

  it('parts the cases with the consent: the flags leave with their clocks, and run on where they came from as they were due', () => {
    const { target, source } = asked();
    const due = source.record.clocks[0]?.due;
    target.does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true });
    expect(target.types()).toEqual(['SplitConsented', 'ChildSplit']);
    expect(target.record).toMatchObject({ merged: [], splits: [{ status: 'split' }] });
    expect(target.record.flags).toHaveLength(1);
    expect(target.record.reports).toHaveLength(1);
    expect(target.running()).toContain('POLICE_REVIEW_ADMIN');
    follow(target, source, '2025-03-05 10:01');
    expect(source.record).toMatchObject({ status: 'open', mergedInto: null, reports: [] });
    expect(source.record.flags).toHaveLength(1);
    expect(
      source.record.clocks.filter(({ state }) => state === 'running').map(({ clock, due: now }) => [clock, now]),
    ).toEqual([['TRIAGE', due]]);
    expect(follow(target, source, '2025-03-05 10:02').types()).toEqual([]); // what comes twice is done once
  });

  it('stays as it was when the police refuse, and may be asked for again', () => {
    const { target, source } = asked();
    target.does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: false, note: sealed('系同一儿童') });
    expect(target.types()).toEqual(['SplitRefused']);
    expect(target.record.flags).toHaveLength(2);
    expect(target.record.splits).toMatchObject([{ status: 'refused', answers: [{ by: 'psb', granted: false }] }]);
    expect(target.may('2025-03-05 11:00', 'psb', 'ConsentToSplit')).toEqual([]);
    ask(target, source, '2025-03-06 09:00').does('2025-03-06 10:00', 'psb', 'ConsentToSplit', { granted: true });
    expect(target.record.splits.map(({ status }) => status)).toEqual(['refused', 'split']);
  });

  it('takes the reports along that told of the other child, with the time that runs for them', () => {
    const { target, source } = reported();
    target.does(
      '2025-03-04 15:00',
      'school',
      'ReportToPolice',
      { ...report, to: 'psb', newFacts: true },
      { joins: true },
    );
    target.does('2025-03-04 16:00', 'wf', 'ReportToPolice', report, { joins: true });
    expect(target.types()).toEqual(['ReportRepeated']);
    const [first, second] = idsOf(target);
    const due = target.record.clocks.find(({ item }) => item === second)?.due;
    ask(target, source).does('2025-03-05 09:30', 'psb', 'ConsentToSplit', { granted: true, reportIds: [second ?? ''] });
    follow(target, source, '2025-03-05 09:31');
    expect(idsOf(target)).toEqual([first]);
    expect(idsOf(source)).toEqual([second]);
    expect(source.record.clocks.filter(({ item, state }) => item === second && state === 'running')).toMatchObject([
      { clock: 'POLICE_REVIEW_ADMIN', due, holder: 'psb' },
    ]);
    expect(target.record.clocks.filter(({ item, state }) => item === second && state === 'running')).toEqual([]);
    for (const who of ['school', 'wf']) {
      expect([who, relationsOf(target.record, agency(who)).size]).toEqual([who, 0]);
      expect([...relationsOf(source.record, agency(who))]).toEqual(['reporter']);
    }
    source.does('2025-03-05 10:00', 'psb', 'AcceptCase', {});
    expect(source.effects()).toContain('stop POLICE_REVIEW_ADMIN');
  });

  it('takes along the time to file on a report that was accepted', () => {
    const { target, source } = reported();
    const crime = { ...report, to: 'psb', newFacts: true, suspectedCrime: true };
    target.does('2025-03-04 15:00', 'school', 'ReportToPolice', crime, { joins: true });
    const [, reportId = ''] = idsOf(target);
    target.does('2025-03-04 16:00', 'psb', 'AcceptCase', { reportId });
    const filing = ({ record }: SpecCase) => record.clocks.filter(({ clock }) => clock === 'CRIM_FILING');
    const due = filing(target)[0]?.due;
    ask(target, source).does('2025-03-05 09:30', 'psb', 'ConsentToSplit', { granted: true, reportIds: [reportId] });
    follow(target, source, '2025-03-05 09:31');
    expect(filing(target)).toMatchObject([{ state: 'stopped', cause: 'ended' }]);
    expect(filing(source)).toMatchObject([{ state: 'running', due, holder: 'psb', item: reportId }]);
    source.does('2025-03-05 10:00', 'psb', 'FileCriminalCase', {});
    expect(source.effects()).toContain('stop CRIM_FILING');
  });

  it('leaves reports with the papers that rest on them, and with the unit that holds them', () => {
    const { target, source } = reported();
    target
      .does('2025-03-04 11:00', 'psb', 'AcceptCase', {})
      .does('2025-03-04 12:00', 'psb', 'RecordFinding', { ground: 'GUARDIAN_FAILS_DUTY', statement: sealed('笔录') });
    target.does(
      '2025-03-04 15:00',
      'school',
      'ReportToPolice',
      { ...report, to: 'near-psb', newFacts: true },
      { joins: true },
    );
    const [found, others] = idsOf(target);
    ask(target, source);
    const tries = (reportIds: readonly string[]) =>
      target.tries('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true, reportIds }).refused();
    expect(tries([found ?? ''])).toBe('REPORT_HAS_PAPERS');
    expect(tries([others ?? ''])).toBe('NO_SUCH_ITEM');
    expect(tries(['no-such-report'])).toBe('NO_SUCH_ITEM');
  });

  it('waits for every unit that works on a report', () => {
    const { target, source } = reported();
    target.does(
      '2025-03-04 15:00',
      'school',
      'ReportToPolice',
      { ...report, to: 'near-psb', newFacts: true },
      { joins: true },
    );
    ask(target, source);
    target.does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true });
    expect(target.types()).toEqual(['SplitConsented']);
    expect(target.record.flags).toHaveLength(2);
    expect(target.may('2025-03-05 10:10', 'psb', 'ConsentToSplit')).toEqual([]);
    target.does('2025-03-05 11:00', 'near-psb', 'ConsentToSplit', { granted: true });
    expect(target.types()).toEqual(['SplitConsented', 'ChildSplit']);
  });

  describe('a report that changes hands before the last consent', () => {
    /** Two reports: the committee’s at one unit, the school’s at another, which consents first when told to. */
    function twoUnits() {
      const { target, source } = reported();
      target.does(
        '2025-03-04 15:00',
        'school',
        'ReportToPolice',
        { ...report, to: 'near-psb', newFacts: true },
        { joins: true },
      );
      ask(target, source);
      const [first = '', second = ''] = idsOf(target);
      return { target, source, first, second };
    }

    it('goes along all the same when whoever held it had named it', () => {
      const { target, source, first, second } = twoUnits();
      target
        .does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true, reportIds: [first] })
        .does('2025-03-05 10:30', 'psb', 'HandOverReport', { to: 'near-psb' });
      expect(target.may('2025-03-05 10:40', 'psb', 'ConsentToSplit')).toEqual([]);
      target.does('2025-03-05 11:00', 'near-psb', 'ConsentToSplit', { granted: true });
      expect(target.types()).toEqual(['SplitConsented', 'ChildSplit']);
      expect(idsOf(target)).toEqual([second]);
      expect(idsOf(follow(target, source, '2025-03-05 11:01'))).toEqual([first]);
      expect(source.record.reports).toMatchObject([{ to: 'near-psb' }]);
    });

    it('asks the new holder again, though it has consented for what it held', () => {
      const { target, first, second } = twoUnits();
      target
        .does('2025-03-05 10:00', 'near-psb', 'ConsentToSplit', { granted: true, reportIds: [second] })
        .does('2025-03-05 10:30', 'psb', 'HandOverReport', { to: 'near-psb' });
      expect(target.may('2025-03-05 10:40', 'near-psb', 'ConsentToSplit')).toEqual(['ConsentToSplit']);
      target.does('2025-03-05 11:00', 'near-psb', 'ConsentToSplit', { granted: true });
      expect(target.types()).toEqual(['SplitConsented', 'ChildSplit']);
      expect(idsOf(target)).toEqual([first]);
    });

    it('asks about what has come in since, too', () => {
      const { target, source } = twoUnits();
      target
        .does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true })
        .does('2025-03-05 10:30', 'wf', 'ReportToPolice', { ...report, to: 'psb', newFacts: true }, { joins: true });
      const third = idsOf(target)[2] ?? '';
      target.does('2025-03-05 11:00', 'near-psb', 'ConsentToSplit', { granted: true });
      expect(target.types()).toEqual(['SplitConsented']);
      target.does('2025-03-05 12:00', 'psb', 'ConsentToSplit', { granted: true, reportIds: [third] });
      expect(target.types()).toEqual(['SplitConsented', 'ChildSplit']);
      expect(idsOf(follow(target, source, '2025-03-05 12:01'))).toEqual([third]);
    });
  });

  it('is not stuck when the unit that was waited for declines its report', () => {
    const { target, source } = reported();
    target.does(
      '2025-03-04 15:00',
      'school',
      'ReportToPolice',
      { ...report, to: 'near-psb', newFacts: true },
      { joins: true },
    );
    ask(target, source)
      .does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true })
      .does('2025-03-05 11:00', 'near-psb', 'NotAccept', {
        notAcceptedBecause: 'NO_FACTS',
        message: sealed('查无此事'),
      });
    expect(target.may('2025-03-05 12:00', 'near-psb', 'ConsentToSplit')).toEqual([]);
    target.does('2025-03-05 12:00', 'psb', 'ConsentToSplit', { granted: true });
    expect(target.types()).toContain('ChildSplit');
  });

  it('leaves no time for a referral that may not go on any more, since the danger went to the other child', () => {
    const source = flagged('other').does(
      '2025-03-03 11:00',
      'school',
      'ReportRisk',
      { risk: sealed('轻生') },
      { joins: true },
    );
    const { target } = reported(source);
    target
      .does('2025-03-04 11:00', 'school', 'ReferPsych', { to: 'psyso', because: sealed('轻生') })
      .does('2025-03-04 12:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
    expect(target.running()).toContain('PSYCH_REROUTE');
    ask(target, source).does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true });
    expect(target.running()).not.toContain('PSYCH_REROUTE');
  });

  it('takes a danger back to the child that it was seen in: who saw it has no part in the other case', () => {
    const source = flagged('other')
      .does('2025-03-03 10:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' }, { joins: true })
      .does('2025-03-03 11:00', 'school', 'ReportRisk', { risk: sealed('轻生') });
    const { target } = reported(source);
    expect(target.record.psych.emergency).toBe(true);
    expect(target.running()).toContain('PSYCH_EMERGENCY');
    ask(target, source).does('2025-03-05 10:00', 'psb', 'ConsentToSplit', { granted: true });
    expect(target.record.psych).toMatchObject({ emergency: false, riskSeenBy: [] });
    expect(relationsOf(target.record, agency('school')).size).toBe(0);
    expect(target.running().join()).not.toContain('PSYCH');
    expect(follow(target, source, '2025-03-05 10:01').record.psych).toMatchObject({
      emergency: true,
      riskSeenBy: ['school'],
    });
  });
});
