import { agencies, agency } from '../directory.fixture.ts';
import { acceptedCase, flagged, girl, reported, SpecCase, sealed, unsigned } from '../given.fixture.ts';
import { breachesBelow, clockOf, relationsOf } from '../index.ts';

const types = (spec: ReturnType<typeof flagged>) =>
  spec.events.map(({ type }) => type).filter((type) => /Holder|Super|Breach/.test(type));

const fail = (): never => {
  throw new Error('there is no such clock');
};

describe('the ladder of a clock that ran out', () => {
  it('climbs rung by rung, each once, and what follows counts from when it should have come', () => {
    const spec = flagged().until('2025-03-20 09:00'); // the machine was off for two weeks
    expect(types(spec).slice(0, 4)).toEqual(['ClockBreached', 'SuperiorNotified', 'HolderUrged', 'SupervisionOpened']);
    expect(types(spec.until('2025-03-20 10:00'))).toEqual(types(spec));
    const answer = spec.record.clocks.find(({ clock }) => clock === 'SUPERVISION_ANSWER');
    expect(answer).toMatchObject({ holder: 'rvc', from: '2025-03-11T23:59:59.999+08:00' });
    expect(spec.record.superiors.map(({ to, clockId }) => [to, clockOf(spec.record, clockId)?.clock])).toEqual([
      ['town', 'TRIAGE'],
      ['town', 'SUPERVISION_ANSWER'],
    ]);
  });

  it('that comes a day or more late, after downtime, leaves the whole time to answer from when it came', () => {
    const spec = flagged();
    const clockId = spec.record.clocks.find(({ clock }) => clock === 'TRIAGE')?.id ?? fail();
    for (let n = 0; n < 3; n += 1) spec.follows('2025-03-26 09:00', 'RunOutClock', { clockId });
    expect(types(spec)).toContain('SupervisionOpened');
    expect(spec.effects()).toEqual(['start SUPERVISION_ANSWER 2025-04-02']);
  });

  it('stops with an answer in writing', () => {
    const spec = flagged().until('2025-03-12 09:00');
    expect(spec.running()).toContain('SUPERVISION_ANSWER');
    spec.does('2025-03-12 10:00', 'rvc', 'AnswerSupervision', { answer: sealed('已安排') });
    expect(spec.effects()).toEqual(['stop SUPERVISION_ANSWER']);
    const before = types(spec).length;
    expect(types(spec.until('2025-06-01 09:00')).length).toBe(before);
    expect(spec.running()).toEqual(['TRIAGE overdue']);
  });

  it('is answered once', () => {
    const spec = flagged().until('2025-03-12 09:00');
    spec.does('2025-03-12 10:00', 'rvc', 'AnswerSupervision', { answer: sealed('已安排') });
    expect(spec.may('2025-03-12 11:00', 'rvc', 'AnswerSupervision')).toEqual([]);
    expect(spec.tries('2025-03-12 11:00', 'rvc', 'AnswerSupervision', { answer: sealed('又') }).refused()).toBe(
      'ALREADY_DONE',
    );
  });

  it('stops when the work is done', () => {
    const spec = flagged().until('2025-03-12 09:00');
    spec.does('2025-03-12 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' });
    expect(spec.effects()).toEqual(expect.arrayContaining(['late stop TRIAGE', 'stop SUPERVISION_ANSWER']));
  });

  it('is not climbed for a clock that was given more time', () => {
    const spec = reported().does('2025-03-03 12:00', 'psb', 'RequestExtension', { because: sealed('复杂') });
    expect(types(spec.until('2025-03-06 20:00')).filter((type) => type === 'SupervisionOpened')).toEqual([]);
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN');
  });

  it('tells the police organ above, which then knows the case', () => {
    const spec = reported();
    expect(spec.tries('2025-03-04 09:00', 'city-psb', 'RecordChildHeard', { said: sealed('好') }).refused()).toBe(
      'NOT_FOUND',
    );
    spec.until('2025-03-04 12:00');
    expect(spec.record.superiors.map(({ to }) => to)).toContain('city-psb');
  });
});

describe('the organ above within the county', () => {
  const shown = (spec: SpecCase, who: string) =>
    breachesBelow(spec.record, agency(who)).map(({ clock, holder }) => [clock, holder]);
  /** A police station that has not decided in time on what was reported to it. */
  const late = () =>
    flagged()
      .does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to: 'near-ps', facts: sealed('多次整夜独处') })
      .until('2025-03-07 12:00');

  it('sees what it was told of, urges and supervises that and nothing else, and sees it ended late', () => {
    const spec = late();
    expect(shown(spec, 'near-psb')).toEqual([['POLICE_REVIEW_ADMIN', 'near-ps']]);
    expect(shown(spec, 'psb')).toEqual([]);
    const [clock] = breachesBelow(spec.record, agency('near-psb'));
    const other = spec.record.clocks.find(({ state, clock }) => state === 'overdue' && clock !== 'POLICE_REVIEW_ADMIN');
    const urges = (clockId?: string) => spec.tries('2025-03-07 13:00', 'near-psb', 'UrgeHolder', { clockId });
    expect(urges(other?.id ?? 'none').refused()).toBe('NO_SUCH_ITEM');
    expect(urges(clock?.id).types()).toEqual(['HolderUrged']);
    spec.does('2025-03-07 14:00', 'near-psb', 'SuperviseHolder', { demand: sealed('说明原因') });
    expect(spec.record.supervisions.at(-1)).toMatchObject({ holder: 'near-ps', by: 'near-psb' });
    spec.does('2025-03-07 15:00', 'near-ps', 'AcceptCase', {});
    expect(shown(spec, 'near-psb')).toContainEqual(['POLICE_REVIEW_ADMIN', 'near-ps']);
    expect(spec.may('2025-03-07 16:00', 'near-psb', 'UrgeHolder')).toEqual([]);
  });

  it('is told of files of its own system, and of a supervision about them that is not answered', () => {
    const spec = flagged()
      .does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to: 'near-ps', facts: sealed('多次整夜独处') })
      .does('2025-03-03 15:00', 'near-ps', 'AcceptCase', {})
      .does('2025-03-04 09:00', 'near-ps', 'OpenPublicSecurityCase', {})
      .until('2025-06-30 09:00');
    expect(shown(spec, 'near-psb')).toEqual(
      expect.arrayContaining([
        ['PS_CASE_TERM', 'near-ps'],
        ['SUPERVISION_ANSWER', 'near-ps'],
      ]),
    );
  });

  it('is told nothing of a psychological flag, shared or not, unless it is in the channel', () => {
    const noticed = (who: string) =>
      new SpecCase()
        .does('2025-03-03 09:00', who, 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' })
        .until('2025-03-20 09:00');
    const committee = noticed('rvc');
    expect(committee.record.superiors.map(({ to }) => to)).toContain('town');
    expect([shown(committee, 'town'), relationsOf(committee.record, agency('town')).size]).toEqual([[], 0]);
    committee.does('2025-03-20 09:30', 'rvc', 'RecordGuardianConsent', { guardianAgrees: true });
    expect(shown(committee, 'town')).toEqual([]);
    const school = noticed('school');
    expect([shown(school, 'edu'), relationsOf(school.record, agency('edu')).size]).toEqual([[], 0]);
  });

  it('is told of a flag that it may know of, and not besides of a psychological one of the same committee', () => {
    const spec = flagged()
      .does('2025-03-03 10:00', 'rvc', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' }, { joins: true })
      .does('2025-03-03 11:00', 'rvc', 'RecordGuardianConsent', { guardianAgrees: true })
      .until('2025-03-06 09:00');
    const late = spec.record.clocks.filter(({ clock, state }) => clock === 'TRIAGE' && state === 'overdue');
    expect([late.length, spec.record.superiors.length]).toEqual([2, 2]);
    expect(shown(spec, 'town')).toEqual([['TRIAGE', 'rvc']]);
  });

  it('of a school in another county is not in the channel, and stands in no relation to the case', () => {
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' })
      .does('2025-03-03 10:00', 'far-school', 'ReportRisk', { risk: sealed('轻生') }, { joins: true })
      .until('2025-04-20 09:00');
    expect(spec.record.superiors.map(({ to }) => to)).toContain('far-edu');
    expect([shown(spec, 'far-edu'), relationsOf(spec.record, agency('far-edu')).size]).toEqual([[], 0]);
  });

  it('is told nothing of clinical work', () => {
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' })
      .does('2025-03-03 09:30', 'school', 'RecordGuardianConsent', { guardianAgrees: true })
      .does('2025-03-03 10:00', 'school', 'ReferPsych', { to: 'hosp', because: sealed('睡眠障碍') })
      .does('2025-03-03 11:00', 'hosp', 'AcceptReferral', {})
      .does('2025-03-04 09:00', 'hosp', 'ApplyRehab', {})
      .until('2025-06-03 09:00');
    const rehab = spec.record.clocks.find(({ clock }) => clock === 'REHAB_REGISTER');
    expect([rehab?.state, spec.record.superiors.some(({ clockId }) => clockId === rehab?.id)]).toEqual([
      'overdue',
      true,
    ]);
    const told = Object.keys(agencies).flatMap((id) => shown(spec, id));
    expect(told.map(([clock]) => clock)).not.toContain('REHAB_REGISTER');
  });

  it('is not told who flagged or reported by a clock; of other work of whoever did it is told, before and after', () => {
    const seen = new SpecCase().does('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, signs: ['INJURED'] });
    seen.until('2025-03-20 09:00');
    expect(seen.record.superiors.map(({ to }) => to)).toContain('edu');
    expect([shown(seen, 'edu'), relationsOf(seen.record, agency('edu')).size]).toEqual([[], 0]);
    const served = unsigned();
    const before = shown(served, 'edu');
    expect(before.map(([clock]) => clock)).toContain('WORKORDER_SIGN');
    served.does('2025-04-20 10:00', 'school', 'ReportToPolice', { to: 'psb', facts: sealed('有伤') });
    expect(shown(served, 'edu')).toEqual(before);
  });

  it('above the county acts on what the police let lapse, though these flagged the child too', () => {
    const spec = reported()
      .does('2025-03-03 11:00', 'psb', 'RaiseFlag', girl, { joins: true })
      .until('2025-03-04 12:00');
    expect(spec.may('2025-03-04 12:00', 'city-psb', 'UrgeHolder', 'SuperviseHolder')).toHaveLength(2);
  });
});

describe('whoever oversees', () => {
  it('urges and supervises what is overdue in its area; nothing before', () => {
    expect(flagged().may('2025-03-03 10:00', 'wccw', 'UrgeHolder', 'SuperviseHolder')).toEqual([]);
    const spec = flagged().until('2025-03-05 09:00');
    expect(spec.may('2025-03-05 09:00', 'wccw', 'UrgeHolder', 'SuperviseHolder')).toEqual([
      'UrgeHolder',
      'SuperviseHolder',
    ]);
    expect(spec.may('2025-03-05 09:00', 'rvc', 'UrgeHolder', 'SuperviseHolder')).toEqual([]);
    expect(spec.does('2025-03-05 09:10', 'wccw', 'UrgeHolder', { note: sealed('请办理') }).types()).toEqual([
      'HolderUrged',
    ]);
    spec.does('2025-03-05 09:20', 'wccw', 'SuperviseHolder', { demand: sealed('说明原因') });
    expect(spec.effects()).toEqual(['start SUPERVISION_ANSWER 2025-03-12']);
    expect(spec.record.supervisions).toMatchObject([{ holder: 'rvc', by: 'wccw' }]);
  });

  it('does not urge itself', () => {
    const spec = flagged().until('2025-03-05 09:00');
    spec.record = { ...spec.record, clocks: spec.record.clocks.map((clock) => ({ ...clock, holder: 'wccw' })) };
    expect(spec.may('2025-03-05 09:00', 'wccw', 'UrgeHolder', 'SuperviseHolder')).toEqual([]);
  });

  it('cannot name a clock that it may not know of', () => {
    const spec = acceptedCase().does('2025-03-04 09:00', 'psb', 'OpenPublicSecurityCase', {}).until('2025-04-10 09:00');
    const term = spec.record.clocks.find(({ clock }) => clock === 'PS_CASE_TERM');
    expect(term?.state).toBe('overdue');
    const urged = spec.tries('2025-04-10 09:00', 'wccw', 'UrgeHolder', { clockId: term?.id });
    const unknown = { clockId: 'no-such-clock' };
    const nothing = spec.tries('2025-04-10 09:00', 'wccw', 'UrgeHolder', unknown);
    expect(urged.last).toEqual(nothing.last);
    expect(spec.does('2025-04-10 10:00', 'city-psb', 'UrgeHolder', { clockId: term?.id }).types()).toEqual([
      'HolderUrged',
    ]);
  });
});
