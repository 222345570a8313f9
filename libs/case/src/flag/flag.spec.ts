import { agency, farVillage } from '../directory.fixture.ts';
import { flagged, girl, packs, reported, SpecCase, sealed } from '../given.fixture.ts';
import { carriedBack, eligibilityOf, relationsOf } from '../index.ts';

const because = { because: sealed('误报') };
const merged = (more = flagged('other')) => {
  const source = more.record;
  const target = flagged().does('2025-03-04 09:00', 'cs', 'MergeFlags', { sourceCaseId: 'other' }, { other: source });
  return { target, source: more };
};

describe('a flag', () => {
  const of = (division: string, kind: 'GUARDIANSHIP_FAILURE' | 'PSYCH_ABNORMALITY' = girl.kind) =>
    new SpecCase().tries('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, kind, place: { division } });

  it('is not taken for a place where nobody could triage it', () => {
    expect(of('999999999999').last).toMatchObject({ refused: 'NO_SUCH_AGENCY', message: { zh: /999999999999/ } });
    expect(of('441502009009').refused()).toBe('NO_SUCH_AGENCY'); // the county is there, no township and no committee
    expect(of('441502009009', 'PSYCH_ABNORMALITY').refused()).toBe('NO_SUCH_AGENCY');
  });

  it('goes to the township where the village has no committee in the directory', () => {
    const spec = new SpecCase().does('2025-03-03 09:00', 'school', 'RaiseFlag', {
      ...girl,
      place: { division: '441502001009' },
    });
    expect(spec.record.clocks.map(({ clock, holder }) => [clock, holder])).toEqual([['TRIAGE', 'town']]);
  });
});

describe('withdrawing a flag', () => {
  it('is asked by who raised it and decided by the township, in its time', () => {
    const spec = flagged().does('2025-03-03 10:00', 'cd', 'RequestWithdrawal', because);
    expect(spec.effects()).toEqual(['start WITHDRAW_REVIEW 2025-03-05']);
    expect(spec.tries('2025-03-03 11:00', 'cd', 'DecideWithdrawal', { granted: true }).refused()).toBe(
      'CONFIGURED_RULE_NEEDS_REASON',
    );
    spec.does('2025-03-04 09:00', 'town', 'DecideWithdrawal', { granted: true });
    expect(spec.effects().toSorted()).toEqual(['stop TRIAGE', 'stop WITHDRAW_REVIEW']);
    expect(spec.record.flags).toMatchObject([{ status: 'withdrawn' }]);
  });

  it('denied leaves the flag and its clock as they were', () => {
    const spec = flagged().does('2025-03-03 10:00', 'cd', 'RequestWithdrawal', because);
    expect(spec.tries('2025-03-03 10:30', 'cd', 'RequestWithdrawal', because).refused()).toBe('ALREADY_DONE');
    const flagId = spec.record.flags[0]?.id ?? '';
    expect(spec.tries('2025-03-03 10:31', 'cd', 'RequestWithdrawal', { ...because, flagId }).refused()).toBe(
      'ALREADY_DONE',
    );
    expect(spec.may('2025-03-03 10:32', 'cd', 'RequestWithdrawal')).toEqual([]);
    spec.does('2025-03-04 09:00', 'town', 'DecideWithdrawal', { granted: false });
    expect([spec.effects(), spec.running()]).toEqual([['stop WITHDRAW_REVIEW'], ['TRIAGE']]);
  });

  it('is not possible once the matter is serious, not even when it was asked before', () => {
    const asked = flagged().does('2025-03-03 10:00', 'cd', 'RequestWithdrawal', because);
    asked.does('2025-03-03 11:00', 'rvc', 'AssessSeverity', { severity: 'SERIOUS' });
    expect(asked.tries('2025-03-03 12:00', 'town', 'DecideWithdrawal', { granted: true }).last).toMatchObject({
      refused: 'SERIOUS_NOT_WITHDRAWN',
      standing: 'statute',
    });
    expect(asked.may('2025-03-03 12:00', 'cd', 'RequestWithdrawal')).toEqual([]);
  });
});

describe('dissuasion', () => {
  it('is of the flag whose time runs, when none is named, and never of one that the committee does not see', () => {
    const psych = { ...girl, kind: 'PSYCH_ABNORMALITY' as const };
    const spec = new SpecCase()
      .does('2025-03-03 08:00', 'school', 'RaiseFlag', psych)
      .does('2025-03-03 09:00', 'cd', 'RaiseFlag', girl, { joins: true })
      .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' })
      .does('2025-03-03 11:00', 'rvc', 'RecordDissuasion', { told: sealed('不得独留') });
    expect(spec.effects()).toEqual(['stop DISSUADE']);
    const hidden = spec.record.flags[0]?.id;
    const named = { flagId: hidden, told: sealed('不得独留') };
    expect(spec.tries('2025-03-03 12:00', 'rvc', 'RecordDissuasion', named).refused()).toBe('NO_SUCH_ITEM');
  });
});

describe('a merge', () => {
  it('brings the flags over; the earlier due time of one clock stands for both', () => {
    const later = new SpecCase('other').does('2025-03-03 15:00', 'grid', 'RaiseFlag', girl);
    const { target } = merged(later);
    expect(target.record.flags).toMatchObject([{ status: 'raised' }, { status: 'merged', mergedFrom: 'other' }]);
    expect(target.running()).toEqual(['TRIAGE']);
  });

  it('joins no two children who have different identity numbers, nor points them out', () => {
    const of = (id: string, tags: readonly string[]) =>
      new SpecCase(id).does('2025-03-03 09:00', 'cd', 'RaiseFlag', { ...girl, derived: { ...girl.derived, tags } });
    const one = () => of('case', ['id:one', 'sound:same']);
    const merge = (other: SpecCase) =>
      one().tries('2025-03-04 09:00', 'cs', 'MergeFlags', { sourceCaseId: 'other' }, { other: other.record });
    const note = (tags: readonly string[]) =>
      one().follows('2025-03-03 09:01', 'NotePossibleDuplicate', { otherCaseId: 'other', tags });
    expect(merge(of('other', ['id:two', 'sound:same'])).refused()).toBe('TWO_CHILDREN');
    expect(note(['id:two', 'sound:same']).types()).toEqual([]);
    for (const tags of [['sound:same'], ['id:one', 'phone:1']]) {
      expect(merge(of('other', tags)).types()).toEqual(['FlagsMerged']);
      expect(note(tags).types()).toEqual(['PossibleDuplicate']);
    }
  });

  it('is pointed out in a case that has been closed meanwhile, by the other that named it: it may be opened again', () => {
    const note = (tags?: readonly string[]) =>
      flagged()
        .does('2025-03-04 09:00', 'ca', 'CloseCase', { closingReason: 'FAMILY_MOVED' })
        .follows('2025-03-04 09:01', 'NotePossibleDuplicate', { otherCaseId: 'other', tags })
        .types();
    expect(note()).toEqual(['PossibleDuplicate']);
    expect(note(['phone:1'])).toEqual([]);
  });

  it('brings a case clock over as the target’s own, so that what stops it there does', () => {
    const danger = new SpecCase('other').does('2025-03-04 08:30', 'grid', 'RaiseFlag', { ...girl, signs: ['INJURED'] });
    const { target } = merged(danger);
    expect(target.effects()).toContain('start REPORT_IMMEDIATE 2025-03-04T10:30');
    expect(target.record.flags.some(({ danger }) => danger)).toBe(true);
    expect(target.does('2025-03-04 09:30', 'rvc', 'ReportToPolice', { facts: sealed('有伤') }).effects()).toContain(
      'stop REPORT_IMMEDIATE',
    );
  });

  it('brings a request to take a flag back, with its time: it is decided on where the flags are, or where they go back to', () => {
    const asked = flagged('other').does('2025-03-03 10:00', 'cd', 'RequestWithdrawal', because);
    const due = (spec: SpecCase) =>
      spec.record.clocks.find(({ clock, state }) => clock === 'WITHDRAW_REVIEW' && state === 'running')?.due;
    const before = due(asked);
    const [target, again] = [merged(asked).target, merged(asked).target];
    expect(target.record.withdrawals).toMatchObject([{ by: 'cd', status: 'asked' }]);
    expect(due(target)).toBe(before);
    expect(before).toBeDefined();
    asked.follows('2025-03-04 09:01', 'EndMergedCase', { targetCaseId: 'case' });
    expect(asked.running()).toEqual([]);
    expect(due(again.does('2025-03-04 10:00', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' }))).toBeUndefined();
    asked.follows('2025-03-04 10:01', 'RestoreMergedCase', { targetCaseId: 'case' });
    expect(due(asked)).toBe(before);
    expect(asked.may('2025-03-04 11:00', 'cs', 'DecideWithdrawal')).toEqual(['DecideWithdrawal']);
    target.does('2025-03-04 10:00', 'cs', 'DecideWithdrawal', { granted: true });
    expect(target.effects()).toContain('stop WITHDRAW_REVIEW');
    expect(target.record.flags.map(({ status }) => status)).toEqual(['raised', 'withdrawn']);
  });

  it('leaves behind the clocks of what does not come over', () => {
    const asked = flagged('other')
      .does('2025-03-03 10:00', 'cd', 'RequestWithdrawal', because)
      .does('2025-03-03 11:00', 'cs', 'DecideWithdrawal', { granted: false })
      .until('2025-03-05 09:00')
      .does('2025-03-05 09:10', 'wccw', 'SuperviseHolder', { demand: sealed('说明原因') });
    expect(merged(asked).target.running()).toEqual(['TRIAGE']);
    asked.follows('2025-03-05 09:20', 'EndMergedCase', { targetCaseId: 'case' });
    expect(asked.running()).toEqual([]);
    expect(asked.tries('2025-03-05 09:00', 'rvc', 'AssessSeverity', { severity: 'SERIOUS' }).refused()).toBe(
      'CASE_MERGED',
    );
  });

  it('is undone on both sides, with the dues there were', () => {
    const { target, source } = merged();
    const due = source.record.clocks[0]?.due;
    source.follows('2025-03-04 09:01', 'EndMergedCase', { targetCaseId: 'case' });
    expect(source.follows('2025-03-04 09:02', 'EndMergedCase', { targetCaseId: 'case' }).types()).toEqual([]);
    target.does('2025-03-04 10:00', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' });
    expect(target.record.flags).toHaveLength(1);
    source.follows('2025-03-04 10:01', 'RestoreMergedCase', { targetCaseId: 'case' });
    expect(source.record).toMatchObject({ status: 'open', mergedInto: null });
    expect(source.record.clocks.find(({ state }) => state === 'running')?.due).toBe(due);
  });

  it('is undone with what was asked about the flags meanwhile: it is asked for again where they stand', () => {
    const { target } = merged(new SpecCase('other').does('2025-02-28 09:00', 'cd', 'RaiseFlag', girl));
    target.does('2025-03-04 09:30', 'cd', 'RequestWithdrawal', { ...because, flagId: target.record.flags[1]?.id });
    target.does('2025-03-04 10:00', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' });
    expect(target.record.withdrawals).toMatchObject([{ status: 'ended' }]);
    expect(target.running()).toEqual(['TRIAGE']);
    expect(target.may('2025-03-04 11:00', 'cs', 'DecideWithdrawal')).toEqual([]);
  });

  it('takes no case that was reported, or that a service works on', () => {
    const tries = (other: SpecCase) =>
      flagged()
        .tries(
          '2025-03-04 09:00',
          'cs',
          'MergeFlags',
          { sourceCaseId: 'case' },
          { other: { ...other.record, id: 'other' } },
        )
        .refused();
    expect(tries(reported())).toBe('CASE_ALREADY_REPORTED');
    expect(tries(flagged().does('2025-03-03 10:00', 'town', 'OrderSchoolReturn', { days: 7 }))).toBe(
      'CASE_ALREADY_REPORTED',
    );
    expect(tries(new SpecCase())).toBe('NO_SUCH_ITEM');
  });

  it('takes a danger, and the hospital that the child is with, and gives both back', () => {
    const risky = (id: string) =>
      flagged(id).does('2025-03-03 11:00', 'school', 'ReportRisk', { risk: sealed('自伤') }, { joins: true });
    const hospital = ({ record }: SpecCase) => [...relationsOf(record, agency('hosp'))];
    const brought = risky('other').does('2025-03-03 11:10', 'school', 'EmergencyEscort', { to: 'hosp' });
    const { target } = merged(brought);
    expect([hospital(target), target.record.psych.emergency]).toEqual([['brought-to'], false]);
    target.does('2025-03-04 10:00', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' }, { other: brought.record });
    expect([hospital(target), target.record.psych.escortedTo]).toEqual([[], []]);
  });

  it('that is undone wakes no danger that the escort of this child had ended', () => {
    const risky = (id: string) =>
      flagged(id).does('2025-03-03 11:00', 'school', 'ReportRisk', { risk: sealed('自伤') }, { joins: true });
    const other = risky('other').record;
    const target = risky('case')
      .does('2025-03-04 09:00', 'cs', 'MergeFlags', { sourceCaseId: 'other' }, { other })
      .does('2025-03-04 09:30', 'school', 'EmergencyEscort', { to: 'hosp' })
      .does('2025-03-04 10:00', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' }, { other });
    expect(target.record.psych).toMatchObject({ emergency: false, riskSeenBy: ['school'], escorts: ['hosp'] });
  });

  it('that is undone leaves a danger that stands in this child its time, though the other’s came over as the sooner', () => {
    const seen = (id: string, when: string, who: string) =>
      flagged(id).does(when, who, 'ReportRisk', { risk: sealed('自伤') }, { joins: true });
    const other = seen('other', '2025-03-04 08:30', 'edu').record;
    const target = seen('case', '2025-03-04 08:50', 'school')
      .does('2025-03-04 09:00', 'cs', 'MergeFlags', { sourceCaseId: 'other' }, { other })
      .does('2025-03-04 09:10', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' }, { other });
    expect([target.record.psych.emergency, target.running()]).toEqual([
      true,
      expect.arrayContaining(['PSYCH_EMERGENCY']),
    ]);
  });

  it('across counties leaves a request to take a flag back with whoever took it over', () => {
    const asked = new SpecCase('other')
      .does('2025-03-03 09:00', 'far-rvc', 'RaiseFlag', { ...girl, place: { division: farVillage } })
      .does('2025-03-03 10:00', 'far-rvc', 'RequestWithdrawal', because).record;
    // the place sees both: the care file of the other came here
    const other = { ...asked, division: flagged().record.division };
    const target = flagged().does('2025-03-04 09:00', 'cs', 'MergeFlags', { sourceCaseId: 'other' }, { other });
    expect(target.record.clocks.find(({ clock }) => clock === 'WITHDRAW_REVIEW')?.holder).toBe('cs');
  });

  it('is undone with an escort that came about meanwhile: the child in danger is the one that is with the hospital', () => {
    const source = flagged('other').does(
      '2025-03-03 11:00',
      'school',
      'ReportRisk',
      { risk: sealed('自伤') },
      { joins: true },
    );
    const { target } = merged(source);
    source.follows('2025-03-04 09:01', 'EndMergedCase', { targetCaseId: 'case' });
    target.does('2025-03-04 09:30', 'school', 'EmergencyEscort', { to: 'hosp' });
    target.does('2025-03-04 10:00', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' }, { other: source.record });
    const [event] = target.events.filter(({ type }) => type === 'FlagsUnmerged');
    if (event?.type !== 'FlagsUnmerged') throw new Error('nothing was unmerged');
    source.follows('2025-03-04 10:01', 'RestoreMergedCase', { targetCaseId: 'case', ...carriedBack(event.data) });
    expect(relationsOf(target.record, agency('hosp')).size).toBe(0);
    expect(source.record.psych).toMatchObject({ emergency: false, broughtTo: ['hosp'], escortedTo: ['hosp'] });
    expect(source.running().join()).not.toContain('PSYCH_EMERGENCY');
  });

  it('is undone with what was decided on a request to take a flag back', () => {
    const source = flagged('other').does('2025-03-03 10:00', 'cd', 'RequestWithdrawal', because);
    const { target } = merged(source);
    source.follows('2025-03-04 09:01', 'EndMergedCase', { targetCaseId: 'case' });
    target.does('2025-03-04 09:30', 'cs', 'DecideWithdrawal', { granted: true });
    target.does('2025-03-04 10:00', 'cs', 'UnmergeFlags', { sourceCaseId: 'other' }, { other: source.record });
    const [event] = target.events.filter(({ type }) => type === 'FlagsUnmerged');
    if (event?.type !== 'FlagsUnmerged') throw new Error('nothing was unmerged');
    source.follows('2025-03-04 10:01', 'RestoreMergedCase', { targetCaseId: 'case', ...carriedBack(event.data) });
    expect(source.record).toMatchObject({ flags: [{ status: 'withdrawn' }], withdrawals: [{ status: 'granted' }] });
    expect(source.running()).toEqual([]);
  });
});

describe('who is a migrant child: the children of scenario S12, in Chaoyang on 2025-10-20', () => {
  const pack = packs.inForce(farVillage, '2025-10-20');
  const stay = { residenceDivision: farVillage, turnsLimitOn: '2030-01-02', livesWithGuardian: true };
  it.each([
    [
      'hukou in another of the six districts',
      { hukouDivision: '110108', residenceSince: '2024-01-01' },
      'EXCLUDED_CORE',
    ],
    ['hukou in Tongzhou', { hukouDivision: '110112', residenceSince: '2024-01-01' }, 'ELIGIBLE'],
    ['here for six months to the day', { hukouDivision: '120101', residenceSince: '2025-04-20' }, 'ELIGIBLE'],
    ['here for a day less', { hukouDivision: '120101', residenceSince: '2025-04-21' }, 'LESS_THAN_6_MONTHS'],
    [
      'sixteen yesterday',
      { hukouDivision: '120101', residenceSince: '2024-01-01', turnsLimitOn: '2025-10-20' },
      'AGE_16',
    ],
    [
      'sixteen today',
      { hukouDivision: '120101', residenceSince: '2024-01-01', turnsLimitOn: '2025-10-21' },
      'ELIGIBLE',
    ],
    ['hukou in the same county', { hukouDivision: '110105', residenceSince: '2024-01-01' }, 'NOT_CROSS_COUNTY'],
    [
      'without a guardian',
      { hukouDivision: '120101', residenceSince: '2024-01-01', livesWithGuardian: false },
      'NOT_WITH_GUARDIAN',
    ],
    ['nothing known', {}, 'UNKNOWN'],
  ])('%s', (_, known, code) => {
    const found = eligibilityOf({ ...stay, ...known } as never, '2025-10-20T09:00:00.000+08:00' as never, pack);
    expect(found.code).toBe(code);
    expect(found.recheckOn).toBe(code === 'LESS_THAN_6_MONTHS' ? '2025-10-21' : undefined);
  });

  it('never gates protection: a child of sixteen is reported all the same', () => {
    const sixteen = { ...girl, derived: { turns16On: '2025-01-01' as never, turns18On: '2027-01-01' as never } };
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'cd', 'RaiseFlag', sixteen)
      .does('2025-03-03 10:00', 'rvc', 'TestEligibility', {
        hukouDivision: '120101',
        residenceSince: '2024-01-01' as never,
      });
    expect(spec.last).toMatchObject([{ type: 'EligibilityRefused', data: { code: 'AGE_16' } }]);
    expect(spec.does('2025-03-03 11:00', 'rvc', 'ReportToPolice', { facts: sealed('夜不归宿') }).types()).toContain(
      'ReportedToPolice',
    );
  });
});

it('what was tested before triage stands when the triage says nothing of the stay', () => {
  const stay = { hukouDivision: '450102', residenceSince: '2024-01-05' as never };
  const spec = flagged().does('2025-03-03 10:00', 'rvc', 'TestEligibility', stay);
  const tested = spec.record.eligibility;
  expect(tested).not.toBe('UNKNOWN');
  spec.does('2025-03-03 11:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' });
  expect(spec.record.eligibility).toBe(tested);
});
