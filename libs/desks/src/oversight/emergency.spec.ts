import { type DangerSign, knownByEmergencyAlone } from '#case';
import { girl, SpecCase, sealed } from '../../../case/src/given.fixture.ts';
import { directory } from '../seen.fixture.ts';
import { oversightView } from './oversight.view.ts';
import { toldTo } from './told.fixture.ts';

const suspected = () =>
  new SpecCase().does('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' });
const atRisk = () => suspected().does('2025-03-03 11:00', 'school', 'ReportRisk', { risk: sealed('说不想活了') });

/** What the committee on children and women is shown of the case. */
function shown({ record }: SpecCase) {
  const wccw = directory.get('wccw');
  return wccw && (oversightView(record, wccw, directory) as { openedAt: string; clocks: readonly { clock: string }[] });
}

describe('an emergency without consent', () => {
  it('shows whoever oversees that task, and neither the suspicion before it nor since when there is one', () => {
    expect(shown(suspected())).toBeNull();
    const spec = atRisk();
    expect(shown(spec)?.clocks.map(({ clock }) => clock)).toEqual(['PSYCH_EMERGENCY']);
    expect(shown(spec)?.openedAt).toBe('2025-03-03T11:00:00.000+08:00');
    expect(knownByEmergencyAlone(spec.record)).toBe(true);
    spec.until('2025-03-06 09:00'); // what the school owes to the guardian runs out, and is told to nobody
    const entries = toldTo(spec.events);
    expect(JSON.stringify(entries)).not.toMatch(/PSYCH_TELL_GUARDIAN|TRIAGE|FlagRaised/);
    expect(JSON.stringify(entries)).toMatch(/PSYCH_EMERGENCY/);
  });

  it.each<[string, DangerSign[], boolean]>([
    ['of harming itself, known at once', ['SELF_HARM'], false],
    ['seen in a case that is known otherwise', ['INJURED'], true],
  ])('neither names who flagged a danger %s, nor points to the flag', (_, signs, otherwise) => {
    const flag = { ...girl, kind: 'PSYCH_ABNORMALITY', signs } as const;
    const before = new SpecCase();
    if (otherwise) before.does('2025-03-03 08:00', 'cd', 'RaiseFlag', girl);
    const spec = before.does('2025-03-03 09:00', 'school', 'RaiseFlag', flag, otherwise ? { joins: true } : {});
    const told = JSON.stringify([toldTo(spec.events), shown(spec)]);
    expect(told).toContain('DangerObserved');
    expect(told).toContain('REPORT_IMMEDIATE');
    expect(told).not.toContain('"school"');
    expect(told).not.toContain(spec.record.flags.at(-1)?.id);
  });

  it('is told of as it begins and as it ends, and so is what falls with a withdrawn consent', () => {
    const lines = ({ events }: SpecCase) =>
      toldTo(events).flatMap(({ clocks }) => clocks.map(({ clock, effect }) => `${effect} ${clock}`));
    const escorted = atRisk().does('2025-03-03 11:30', 'school', 'EmergencyEscort', { to: 'hosp' });
    expect(lines(escorted)).toEqual(['start PSYCH_EMERGENCY', 'stop PSYCH_EMERGENCY']);
    const told = toldTo(escorted.events);
    const again = escorted.does('2025-06-03 11:30', 'school', 'EmergencyEscort', { to: 'hosp' });
    expect(toldTo(again.events)).toEqual(told); // no danger stood
    const withdrawn = suspected()
      .does('2025-03-03 12:00', 'school', 'RecordGuardianConsent', { guardianAgrees: true, childAgrees: true })
      .does('2025-03-03 13:00', 'school', 'ReferPsych', { to: 'psyso', because: sealed('x') })
      .does('2025-03-03 14:00', 'school', 'WithdrawConsent', {});
    expect(lines(withdrawn)).toEqual(expect.arrayContaining(['start PSYCH_ACK', 'stop PSYCH_ACK']));
  });

  it('that an escort has ended shows the channel’s work once something is sent after the child', () => {
    const escorted = atRisk().does('2025-03-03 11:30', 'school', 'EmergencyEscort', { to: 'hosp' });
    const sent = escorted.does('2025-03-03 12:00', 'school', 'ReferPsych', { to: 'hosp', because: sealed('随送诊') });
    const line = toldTo(sent.events).at(-1);
    expect(line).toMatchObject({ event: 'PsychReferralSent' });
    expect(line?.clocks.map(({ clock, effect }) => `${effect} ${clock}`)).toContain('known PSYCH_TELL_GUARDIAN');
  });

  it('shows the channel’s work with consent, and names once the case is known otherwise', () => {
    const consent = { guardianAgrees: true, childAgrees: true };
    const agreed = atRisk().does('2025-03-03 12:00', 'school', 'RecordGuardianConsent', consent);
    expect(shown(agreed)?.clocks.map(({ clock }) => clock)).toContain('PSYCH_TELL_GUARDIAN');
    expect(shown(agreed)?.openedAt).toBe('2025-03-03T09:00:00.000+08:00');
    expect(knownByEmergencyAlone(agreed.record)).toBe(false);
    const flagged = atRisk().does('2025-03-03 12:00', 'cd', 'RaiseFlag', girl, { joins: true });
    expect(knownByEmergencyAlone(flagged.record)).toBe(false);
    expect(shown(flagged)?.clocks.map(({ clock }) => clock)).not.toContain('PSYCH_TELL_GUARDIAN');
  });
});
