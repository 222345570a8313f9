import { girl, SpecCase, sealed } from '../given.fixture.ts';

/** The police see an injured child themselves, and find the guardian failing in their own case. */
const seen = () =>
  new SpecCase()
    .does('2025-04-07 09:00', 'psb', 'RaiseFlag', { ...girl, kind: 'SUSPECTED_ABUSE', signs: ['INJURED'] })
    .does('2025-04-07 09:20', 'psb', 'DiscoverInCase', {
      ground: 'GUARDIAN_FAILS_DUTY',
      caseReference: sealed('城公行受1号'),
      statement: sealed('笔录'),
    });

describe('what the police find themselves', () => {
  it('is reported to nobody: no clock for reporting runs against them', () => {
    const spec = seen();
    expect(spec.record.flags[0]?.danger).toBe(true);
    expect(spec.record.clocks.filter(({ clock }) => clock.startsWith('REPORT_'))).toEqual([]);
    spec.does('2025-04-07 09:30', 'psb', 'AssessSeverity', { severity: 'SERIOUS' });
    expect(spec.record.clocks.filter(({ clock }) => clock.startsWith('REPORT_'))).toEqual([]);
  });

  it('opens a file of either kind with no report, once each', () => {
    const spec = seen().does('2025-04-07 09:30', 'psb', 'OpenPublicSecurityCase', {});
    expect(spec.types()).toEqual(['PublicSecurityCaseOpened']);
    expect(spec.tries('2025-04-07 09:40', 'psb', 'OpenPublicSecurityCase', {}).refused()).toBe('NO_SUCH_ITEM');
    expect(spec.does('2025-04-07 09:50', 'psb', 'FileCriminalCase', {}).types()).toEqual(['CriminalFiled']);
  });

  it('is needed: without a report or a finding of its own a unit opens none', () => {
    const flag = new SpecCase().does('2025-04-07 09:00', 'psb', 'RaiseFlag', { ...girl, signs: ['INJURED'] });
    expect(flag.may('2025-04-07 09:10', 'psb', 'OpenPublicSecurityCase', 'FileCriminalCase')).toEqual([]);
  });
});

describe('a late entry', () => {
  it('happened no earlier than what it is about', () => {
    const spec = new SpecCase().does('2025-04-07 09:00', 'rvc', 'ReportToPolice', {
      ...girl,
      to: 'psb',
      facts: sealed('facts'),
    });
    const late = (occurredAt: string) => spec.tries('2025-04-08 08:00', 'psb', 'AcceptCase', {}, { occurredAt });
    expect(late('2025-03-01 09:00').refused()).toBe('OCCURRED_BEFORE');
    expect(late('2025-04-07 20:00').refused()).toBeUndefined();
  });

  it('of a flag is not older than a minor can be', () => {
    const spec = new SpecCase().tries('2025-04-07 09:00', 'rvc', 'RaiseFlag', girl, { occurredAt: '1900-01-01 00:00' });
    expect(spec.refused()).toBe('OCCURRED_BEFORE');
  });
});
