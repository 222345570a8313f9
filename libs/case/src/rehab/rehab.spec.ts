import { flagged } from '../given.fixture.ts';

const agree = { guardianAgrees: true, childAgrees: true };
/** The hospital has the guardian's consent. */
const agreed = () => flagged().does('2025-09-25 09:00', 'hosp', 'RecordGuardianConsent', agree, { joins: true });

describe('community rehabilitation', () => {
  it('is registered and referred within five working days each, the National Day holiday and its make-up days counted', () => {
    const spec = agreed().does('2025-09-25 10:00', 'hosp', 'ApplyRehab', {}, { joins: true });
    // 26 September, the make-up Sunday 28, 29, 30, then 9 October
    expect(spec.effects()).toEqual(['start REHAB_REGISTER 2025-10-09']);
    spec.does('2025-09-29 10:00', 'hosp', 'RegisterRehab', {});
    // 30 September, 9, 10, the make-up Saturday 11 and 13 October
    expect(spec.effects()).toEqual(['stop REHAB_REGISTER', 'start REHAB_REFER 2025-10-13']);
    expect(spec.does('2025-10-13 17:00', 'hosp', 'ReferRehab', { to: 'dpf' }).effects()).toEqual(['stop REHAB_REFER']);
  });

  it('is known to who applied, and offered to nobody who does not know', () => {
    const spec = agreed().does('2025-09-25 10:00', 'hosp', 'ApplyRehab', {}, { joins: true });
    expect(spec.may('2025-09-26 09:00', 'hosp', 'RegisterRehab')).toEqual(['RegisterRehab']);
    for (const who of ['town', 'edu', 'cs']) expect(spec.may('2025-09-26 09:00', who, 'RegisterRehab')).toEqual([]);
  });

  it('is applied for by consent alone, and falls with it until it has been passed on', () => {
    const apply = (spec: ReturnType<typeof flagged>, when: string) =>
      spec.tries(when, 'hosp', 'ApplyRehab', {}, { joins: true });
    expect(apply(flagged(), '2025-09-25 10:00').refused()).toBe('GUARDIAN_CONSENT_MISSING');
    const spec = apply(agreed(), '2025-09-25 10:00').does('2025-09-26 09:00', 'hosp', 'WithdrawConsent', {});
    expect(spec.effects()).toEqual(['stop REHAB_REGISTER']);
    expect(spec.tries('2025-09-26 10:00', 'hosp', 'RegisterRehab', {}).refused()).toBe('NO_SUCH_ITEM');
    expect(apply(spec, '2025-09-26 10:00').refused()).toBe('GUARDIAN_CONSENT_MISSING');
    const passedOn = apply(agreed(), '2025-09-25 10:00')
      .does('2025-09-26 09:00', 'hosp', 'RegisterRehab', {})
      .does('2025-09-26 10:00', 'hosp', 'ReferRehab', { to: 'dpf' })
      .does('2025-09-26 11:00', 'hosp', 'WithdrawConsent', {});
    expect(passedOn.record.rehab).toMatchObject([{ status: 'referred' }]);
  });
});
