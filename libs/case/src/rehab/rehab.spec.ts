import { flagged } from '../given.fixture.ts';

describe('community rehabilitation', () => {
  it('is registered and referred within five working days each, the National Day holiday and its make-up days counted', () => {
    const spec = flagged().does('2025-09-25 10:00', 'hosp', 'ApplyRehab', {}, { joins: true });
    // 26 September, the make-up Sunday 28, 29, 30, then 9 October
    expect(spec.effects()).toEqual(['start REHAB_REGISTER 2025-10-09']);
    spec.does('2025-09-29 10:00', 'hosp', 'RegisterRehab', {});
    // 30 September, 9, 10, the make-up Saturday 11 and 13 October
    expect(spec.effects()).toEqual(['stop REHAB_REGISTER', 'start REHAB_REFER 2025-10-13']);
    expect(spec.does('2025-10-13 17:00', 'hosp', 'ReferRehab', { to: 'dpf' }).effects()).toEqual(['stop REHAB_REFER']);
  });

  it('is known to who applied, and offered to nobody who does not know', () => {
    const spec = flagged().does('2025-09-25 10:00', 'hosp', 'ApplyRehab', {}, { joins: true });
    expect(spec.may('2025-09-26 09:00', 'hosp', 'RegisterRehab')).toEqual(['RegisterRehab']);
    for (const who of ['town', 'ca', 'cs']) expect(spec.may('2025-09-26 09:00', who, 'RegisterRehab')).toEqual([]);
  });
});
