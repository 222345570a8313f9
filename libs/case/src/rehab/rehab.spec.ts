import { fold } from '../case.ts';
import { flagged, sealed } from '../given.fixture.ts';
import { noCase } from '../record.ts';

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

  it('falls with what civil affairs consented to as the guardian, when the child goes back', () => {
    const spec = flagged()
      .does('2025-03-03 10:00', 'ca', 'TakeTemporaryGuardianship', { item: 1, placement: sealed('救助站') })
      .does('2025-03-03 11:00', 'ca', 'ConsentAsGuardian', { childAgrees: true })
      .does('2025-03-03 12:00', 'ca', 'ApplyRehab', {})
      .does('2025-03-04 09:00', 'ca', 'ReturnToGuardian', { assessed: true, assessment: sealed('已评估') });
    expect(spec.effects()).toContain('stop REHAB_REGISTER');
    expect(spec.tries('2025-03-04 10:00', 'ca', 'RegisterRehab', {}).refused()).toBe('NO_SUCH_ITEM');
  });

  it('that an earlier log left running when consent was withdrawn may be brought to its end', () => {
    const spec = agreed().does('2025-09-25 10:00', 'hosp', 'ApplyRehab', {}, { joins: true });
    const [clock] = spec.record.clocks.filter(({ clock }) => clock === 'REHAB_REGISTER');
    spec.does('2025-09-26 09:00', 'hosp', 'WithdrawConsent', {});
    const older = spec.events.map((event) => ({
      ...event,
      meta: {
        ...event.meta,
        effects: event.meta.effects.filter(({ effect, id }) => effect !== 'stop' || id !== clock?.id),
      },
    }));
    spec.record = fold(noCase('case'), older);
    expect(spec.does('2025-09-26 10:00', 'hosp', 'RegisterRehab', {}).effects()).toContain('stop REHAB_REGISTER');
  });
});
