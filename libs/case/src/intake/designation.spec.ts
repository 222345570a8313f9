import { reported, sealed } from '../given.fixture.ts';

const passed = () => reported().does('2025-03-03 21:00', 'psb', 'HandOverReport', { to: 'near-psb' });
const disputed = () =>
  passed().does('2025-03-04 09:00', 'near-psb', 'RequestDesignation', { note: sealed('行为地在城区') });

describe('a dispute over jurisdiction', () => {
  it('is not settled by handing the report back', () => {
    expect(passed().tries('2025-03-04 09:00', 'near-psb', 'HandOverReport', { to: 'psb' }).last).toMatchObject({
      refused: 'JURISDICTION_DISPUTED',
      standing: 'statute',
      cite: { article: '15' },
    });
  });

  it('nor by a round: no unit that passed it on gets it back from a third', () => {
    const third = passed().does('2025-03-04 09:00', 'near-psb', 'HandOverReport', { to: 'near-ps' });
    for (const to of ['psb', 'near-psb']) {
      expect(third.tries('2025-03-04 10:00', 'near-ps', 'HandOverReport', { to }).refused()).toBe(
        'JURISDICTION_DISPUTED',
      );
    }
  });

  it('goes to the common superior, while the review clock runs on', () => {
    const spec = disputed();
    expect(spec.effects()).toEqual(['start JURISDICTION_DESIGNATE 2025-03-07']);
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN');
    expect(spec.record.designations).toMatchObject([{ by: 'near-psb', to: 'city-psb' }]);
    expect(reported().may('2025-03-03 12:00', 'psb', 'RequestDesignation')).toEqual([]);
  });

  it('is decided for good: the report passes on with a review anew, and is handed over no more', () => {
    const spec = disputed().does('2025-03-04 15:00', 'city-psb', 'DesignateJurisdiction', { to: 'psb' });
    expect(spec.types()).toEqual(['JurisdictionDesignated', 'ReportHandedOver']);
    expect(spec.effects()).toEqual([
      'stop JURISDICTION_DESIGNATE',
      'stop POLICE_REVIEW_ADMIN',
      'start POLICE_REVIEW_ADMIN 2025-03-05T15:00',
    ]);
    expect(spec.may('2025-03-04 16:00', 'psb', 'AcceptCase', 'HandOverReport', 'FindJurisdiction')).toEqual([
      'AcceptCase',
    ]);
    for (const command of ['HandOverReport', 'FindJurisdiction'] as const) {
      expect(spec.tries('2025-03-04 16:00', 'psb', command, { to: 'far-psb' }).refused()).toBe(
        'JURISDICTION_DESIGNATED',
      );
    }
    expect(spec.does('2025-03-04 17:00', 'psb', 'AcceptCase', {}).types()).toContain('CaseAccepted');
  });

  it('may leave the report where it is', () => {
    const spec = disputed().does('2025-03-04 15:00', 'city-psb', 'DesignateJurisdiction', { to: 'near-psb' });
    expect(spec.types()).toEqual(['JurisdictionDesignated']);
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN');
  });

  it('names a police unit of the superior’s area and nobody else', () => {
    for (const to of ['far-psb', 'ca', 'city-psb', 'nobody']) {
      expect(disputed().tries('2025-03-04 15:00', 'city-psb', 'DesignateJurisdiction', { to }).refused()).toBe(
        'NO_SUCH_AGENCY',
      );
    }
  });

  it('ends when the unit decides on the report after all', () => {
    const spec = disputed().does('2025-03-04 12:00', 'near-psb', 'AcceptCase', {});
    expect(spec.effects()).toContain('stop JURISDICTION_DESIGNATE');
    expect(spec.may('2025-03-04 13:00', 'city-psb', 'DesignateJurisdiction')).toEqual([]);
  });

  it('charges each unit with the time it held the report, to and fro, and no moment twice', () => {
    const spec = disputed().does('2025-03-04 15:00', 'city-psb', 'DesignateJurisdiction', { to: 'psb' });
    const held = spec.record.clocks
      .filter(({ clock }) => clock === 'POLICE_REVIEW_ADMIN')
      .map(({ holder, from, stoppedAt }) => [holder, from.slice(5, 16), stoppedAt?.slice(5, 16)]);
    expect(held).toEqual([
      ['psb', '03-03T10:00', '03-03T21:00'],
      ['near-psb', '03-03T21:00', '03-04T15:00'],
      ['psb', '03-04T15:00', undefined],
    ]);
  });
});
