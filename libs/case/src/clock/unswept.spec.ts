import { acceptedCase, flagged, reported, sealed } from '../given.fixture.ts';

const because = { because: sealed('案情复杂') };
const DUE = '2025-03-04 23:59:59.999';
const filed = () => acceptedCase().does('2025-03-04 09:00', 'psb', 'OpenPublicSecurityCase', {});

const triageOf = ({ record }: ReturnType<typeof flagged>) => {
  const clock = record.clocks.find((one) => one.clock === 'TRIAGE');
  if (!clock) throw new Error('there is no such clock');
  return clock;
};

describe('a clock whose time has come before anybody has run it out', () => {
  it('is run out past its last millisecond, and not in it', () => {
    const spec = flagged();
    const { id: clockId, due } = triageOf(spec);
    expect(due).toBe(`${DUE.replace(' ', 'T')}+08:00`);
    expect(spec.follows(DUE, 'RunOutClock', { clockId }).types()).toEqual([]);
    expect(spec.follows('2025-03-05 00:00', 'RunOutClock', { clockId }).types()).toContain('ClockBreached');
  });

  it('is stopped in time in its last millisecond, and late after it', () => {
    const triaged = (when: string) => flagged().does(when, 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' }).effects();
    expect(triaged(DUE)).toContain('stop TRIAGE');
    expect(triaged('2025-03-05 00:00')).toContain('late stop TRIAGE');
  });

  it('is given no more time, whether it is asked for or decided on', () => {
    expect(filed().may('2025-04-03 23:59:59.999', 'psb', 'RequestExtension')).toEqual(['RequestExtension']);
    expect(filed().may('2025-04-04 00:00', 'psb', 'RequestExtension')).toEqual([]);
    expect(filed().tries('2025-04-04 00:00', 'psb', 'RequestExtension', because).refused()).toBe('NO_EXTENSION');
    const asked = () => filed().does('2025-04-03 09:00', 'psb', 'RequestExtension', because);
    const decided = (when: string) => asked().tries(when, 'city-psb', 'DecideExtension', { granted: true });
    expect(decided('2025-04-03 23:59:59.999').types()).toEqual(['ExtensionGranted']);
    expect(decided('2025-04-04 00:00').refused()).toBe('TOO_LATE_TO_EXTEND');
  });

  it('of hours counts to the millisecond', () => {
    const accepted = (when: string) => reported().does(when, 'psb', 'AcceptCase', {}).effects();
    expect(accepted('2025-03-04 10:00')).toContain('stop POLICE_REVIEW_ADMIN');
    expect(accepted('2025-03-04 10:00:00.001')).toContain('late stop POLICE_REVIEW_ADMIN');
  });
});
