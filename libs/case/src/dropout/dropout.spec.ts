import { flagged } from '../given.fixture.ts';

describe('an order to return to school', () => {
  it('is due after the days that it names', () => {
    const spec = flagged().does('2025-03-10 09:00', 'town', 'OrderSchoolReturn', { days: 7, school: 'school' });
    expect(spec.effects()).toEqual(['start SCHOOL_RETURN 2025-03-17']);
    spec.until('2025-03-18 00:00').does('2025-03-19 08:00', 'school', 'RecordSchoolReturn', {});
    expect(spec.effects()).toEqual(['late stop SCHOOL_RETURN']);
  });

  it('is education’s and the township’s; the committee may only help', () => {
    expect(flagged().tries('2025-03-10 09:00', 'rvc', 'OrderSchoolReturn', { days: 7 }).last).toMatchObject({
      refused: 'ACTOR_NOT_AUTHORISED',
      standing: 'statute',
    });
    expect(flagged().tries('2025-03-10 09:00', 'town', 'OrderSchoolReturn', { days: 7, school: 'wf' }).refused()).toBe(
      'NO_SUCH_AGENCY',
    );
  });

  it('ends with the care file, which is not closed before the return without a reason', () => {
    const spec = flagged().does('2025-03-10 09:00', 'town', 'OrderSchoolReturn', { days: 7 });
    const moved = { closingReason: 'FAMILY_MOVED' } as const;
    expect(spec.tries('2025-03-11 09:00', 'ca', 'CloseCase', moved).last).toMatchObject({
      refused: 'CONFIGURED_RULE_NEEDS_REASON',
      standing: 'configured',
    });
    spec.does('2025-03-11 09:00', 'ca', 'CloseCase', moved, { reason: '已随父母迁往外省就读' });
    expect(spec.effects()).toContain('stop SCHOOL_RETURN');
    const back = flagged()
      .does('2025-03-10 09:00', 'town', 'OrderSchoolReturn', { days: 7 })
      .does('2025-03-12 09:00', 'rvc', 'RecordSchoolReturn', {});
    expect(back.does('2025-03-12 10:00', 'ca', 'CloseCase', { closingReason: 'RESOLVED' }).types()).toEqual([
      'CaseClosed',
    ]);
  });
});
