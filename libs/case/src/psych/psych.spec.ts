import { agency } from '../directory.fixture.ts';
import { girl, SpecCase, sealed } from '../given.fixture.ts';
import { type InputOf, relationsOf } from '../index.ts';

const flag = { ...girl, kind: 'PSYCH_ABNORMALITY' as const, screeningLevel: sealed('二级') };
const teenager = { ...flag, derived: { turns14On: '2025-01-10' as never, turns18On: '2029-01-10' as never } };
const noticed = (input: InputOf<'RaiseFlag'> = flag) =>
  new SpecCase().does('2025-09-15 08:50', 'school', 'RaiseFlag', input);
const agreed = (spec = noticed(), when = '2025-09-16 09:00') =>
  spec.does(when, 'school', 'RecordGuardianConsent', { guardianAgrees: true });
const to = (receiver: string) => ({ to: receiver, because: sealed('睡眠障碍') });
const sent = (receiver = 'psyso') => agreed().does('2025-09-17 09:00', 'school', 'ReferPsych', to(receiver));

describe('a psychological flag', () => {
  it('stays with the desk that noticed, which tells the guardian the same day', () => {
    const spec = noticed();
    expect(spec.effects().toSorted()).toEqual(['start PSYCH_TELL_GUARDIAN 2025-09-15', 'start TRIAGE 2025-09-16']);
    for (const clock of spec.record.clocks) expect(clock.holder).toBe('school');
    for (const who of ['rvc', 'town', 'ca', 'edu', 'psb']) {
      expect(spec.tries('2025-09-15 09:00', who, 'RecordChildHeard', { said: sealed('好') }).refused()).toBe(
        'NOT_FOUND',
      );
    }
    expect(spec.does('2025-09-15 10:00', 'school', 'TellGuardian', { advice: sealed('就诊') }).effects()).toHaveLength(
      2,
    );
    expect(spec.running()).toEqual([]);
  });

  it('is not withdrawn through the township, which may not know of it', () => {
    expect(noticed().may('2025-09-15 09:00', 'school', 'RequestWithdrawal')).toEqual([]);
  });

  it('reopens no care file, unless there is danger', () => {
    const closed = () =>
      new SpecCase().does('2025-09-01 09:00', 'cd', 'RaiseFlag', girl).does('2025-09-02 09:00', 'ca', 'CloseCase', {
        closingReason: 'RESOLVED',
      });
    const spec = closed().does('2025-09-15 08:50', 'school', 'RaiseFlag', flag, { joins: true });
    expect([spec.types(), spec.record.status]).toEqual([['FlagRaised'], 'closed']);
    expect(spec.does('2025-09-15 09:00', 'school', 'TellGuardian', { advice: sealed('就诊') }).types()).toEqual([
      'GuardianTold',
    ]);
    const danger = closed().does(
      '2025-09-15 08:50',
      'school',
      'RaiseFlag',
      { ...flag, signs: ['SELF_HARM'] },
      { joins: true },
    );
    expect(danger.types()).toEqual(['FlagRaised', 'DangerObserved', 'RiskObserved', 'CaseReopened']);
  });

  it('with the sign of self-harm starts the time for the escort, which needs no consent; others with that sign do not', () => {
    const raised = (kind: 'PSYCH_ABNORMALITY' | 'MISBEHAVIOUR') =>
      new SpecCase().does('2025-09-15 22:30', 'school', 'RaiseFlag', { ...flag, kind, signs: ['SELF_HARM'] });
    expect(raised('PSYCH_ABNORMALITY').effects()).toEqual(
      expect.arrayContaining(['start PSYCH_EMERGENCY 2025-09-15T23:30', 'start REPORT_IMMEDIATE 2025-09-16T00:30']),
    );
    expect(raised('PSYCH_ABNORMALITY').may('2025-09-15 22:40', 'school', 'EmergencyEscort')).toEqual([
      'EmergencyEscort',
    ]);
    expect(raised('MISBEHAVIOUR').types()).toEqual(['FlagRaised', 'DangerObserved']);
  });
});

describe('consent', () => {
  it('comes before a referral, and nothing is offered without it', () => {
    expect(noticed().tries('2025-09-15 09:00', 'school', 'ReferPsych', to('psyso')).last).toMatchObject({
      refused: 'GUARDIAN_CONSENT_MISSING',
      standing: 'statute',
    });
    expect(noticed().may('2025-09-15 09:00', 'school', 'ReferPsych')).toEqual([]);
    expect(sent().effects()).toEqual(['start PSYCH_ACK 2025-09-19']);
  });

  it('is the child’s too from fourteen', () => {
    const spec = agreed(noticed(teenager));
    expect(spec.tries('2025-09-17 09:00', 'school', 'ReferPsych', to('psyso')).refused()).toBe(
      'GUARDIAN_CONSENT_MISSING',
    );
    expect(spec.may('2025-09-17 09:00', 'edu', 'RecordChildHeard')).toEqual([]);
    spec.does('2025-09-18 09:00', 'school', 'RecordGuardianConsent', { guardianAgrees: true, childAgrees: true });
    expect(spec.does('2025-09-18 10:00', 'school', 'ReferPsych', to('psyso')).types()).toEqual(['PsychReferralSent']);
  });

  it('withdrawn ends what was not accepted, and what was sent is not taken up any more', () => {
    const spec = sent().does('2025-09-18 09:00', 'school', 'WithdrawConsent', {});
    expect(spec.effects()).toEqual(['stop PSYCH_ACK']);
    expect(spec.tries('2025-09-18 10:00', 'psyso', 'AcceptReferral', {}).refused()).toBe('GUARDIAN_CONSENT_MISSING');
    expect(spec.tries('2025-09-18 10:00', 'school', 'ReferPsych', to('hosp')).refused()).toBe(
      'GUARDIAN_CONSENT_MISSING',
    );
  });

  it('given anew after a withdrawal has what was sent wait again, with the whole time', () => {
    const spec = sent()
      .does('2025-09-18 09:00', 'school', 'WithdrawConsent', {})
      .does('2025-09-24 09:00', 'school', 'RecordGuardianConsent', { guardianAgrees: false });
    expect(spec.effects()).toEqual([]);
    agreed(spec, '2025-09-25 09:00');
    expect(spec.effects()).toEqual(['start PSYCH_ACK 2025-09-28']); // the make-up Sunday after a Friday and its Saturday
    expect(agreed(spec, '2025-09-25 10:00').effects()).toEqual([]); // once
    expect(spec.does('2025-09-26 09:00', 'psyso', 'AcceptReferral', {}).effects()).toEqual(['stop PSYCH_ACK']);
  });

  it('of civil affairs as the guardian, which a guardian does not take back, has it wait again with the child’s', () => {
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'rvc', 'RaiseFlag', { ...girl, derived: { turns14On: '2025-03-01' as never } })
      .does('2025-03-03 10:00', 'ca', 'TakeTemporaryGuardianship', { item: 1, placement: sealed('救助站') })
      .does('2025-03-03 11:00', 'ca', 'ConsentAsGuardian', { childAgrees: true })
      .does('2025-03-03 12:00', 'ca', 'ReferPsych', to('psyso'))
      .does('2025-03-04 09:00', 'ca', 'RecordGuardianConsent', { guardianAgrees: false, childAgrees: false });
    expect(spec.effects()).toEqual(['stop PSYCH_ACK']);
    spec.does('2025-03-05 09:00', 'ca', 'RecordGuardianConsent', { guardianAgrees: false, childAgrees: true });
    expect(spec.effects()).toEqual(['start PSYCH_ACK 2025-03-07']);
  });

  it('withdrawn leaves an accepted referral to its end', () => {
    const spec = sent()
      .does('2025-09-18 09:00', 'psyso', 'AcceptReferral', {})
      .does('2025-09-19 09:00', 'school', 'WithdrawConsent', {});
    expect(spec.does('2025-09-20 09:00', 'psyso', 'CompleteReferral', {}).types()).toEqual(['ReferralCompleted']);
  });

  it('of civil affairs as the guardian ends when the child goes back: whoever it went back to is asked', () => {
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'rvc', 'RaiseFlag', girl)
      .does('2025-03-03 10:00', 'ca', 'TakeTemporaryGuardianship', { item: 1, placement: sealed('救助站') })
      .does('2025-03-03 11:00', 'ca', 'ConsentAsGuardian', {})
      .does('2025-03-03 12:00', 'ca', 'ReferPsych', to('psyso'))
      .does('2025-03-04 09:00', 'ca', 'ReturnToGuardian', { assessed: true } as never);
    expect(spec.effects()).toContain('stop PSYCH_ACK');
    expect(spec.tries('2025-03-04 10:00', 'psyso', 'AcceptReferral', {}).refused()).toBe('GUARDIAN_CONSENT_MISSING');
    expect(spec.tries('2025-09-04 10:00', 'ca', 'ReferPsych', to('hosp')).refused()).toBe('GUARDIAN_CONSENT_MISSING');
    // nor does it come back with another guardianship
    spec.does('2025-10-03 10:00', 'ca', 'TakeTemporaryGuardianship', { item: 1, placement: sealed('救助站') });
    expect(spec.may('2025-10-03 11:00', 'psyso', 'AcceptReferral')).toEqual([]);
    // nor stands it before what the guardian says now
    spec.does('2025-10-03 12:00', 'rvc', 'RecordGuardianConsent', { guardianAgrees: true });
    expect(spec.record.psych.consent).toMatchObject({ by: 'rvc', guardian: true });
  });

  it('is not waited for in danger; the child is escorted within the hour', () => {
    const spec = noticed().does('2025-09-15 09:00', 'school', 'ReportRisk', { risk: sealed('自伤') });
    expect(spec.effects()).toEqual(['start PSYCH_EMERGENCY 2025-09-15T10:00']);
    expect(spec.tries('2025-09-15 09:10', 'school', 'EmergencyEscort', { to: 'psyso' }).refused()).toBe(
      'NO_SUCH_AGENCY',
    );
    spec.does('2025-09-15 09:40', 'school', 'EmergencyEscort', { to: 'hosp' });
    expect(spec.effects()).toEqual(['stop PSYCH_EMERGENCY']);
    expect(spec.does('2025-09-15 11:00', 'school', 'ReferPsych', to('hosp')).types()).toEqual(['PsychReferralSent']);
  });

  it('is waited for again once the child was escorted, save for the one referral that follows it', () => {
    const spec = noticed()
      .does('2025-09-15 09:00', 'school', 'ReportRisk', { risk: sealed('自伤') })
      .does('2025-09-15 09:40', 'school', 'EmergencyEscort', { to: 'hosp' });
    const sends = (when: string, receiver: string) => spec.tries(when, 'school', 'ReferPsych', to(receiver));
    expect(sends('2025-09-15 10:00', 'psyso').refused()).toBe('GUARDIAN_CONSENT_MISSING');
    expect(spec.may('2025-09-15 10:00', 'school', 'ReferPsych')).toEqual(['ReferPsych']);
    spec.does('2025-09-15 10:10', 'school', 'ReferPsych', to('hosp'));
    spec.does('2025-09-16 10:00', 'hosp', 'AcceptReferral', {});
    expect(spec.may('2025-12-15 10:00', 'school', 'ReferPsych')).toEqual([]);
    expect(sends('2025-12-15 10:00', 'hosp').refused()).toBe('GUARDIAN_CONSENT_MISSING');
    spec.does('2025-12-16 09:00', 'edu', 'ReportRisk', { risk: sealed('又自伤') });
    expect(spec.may('2025-12-16 09:10', 'school', 'ReferPsych')).toEqual(['ReferPsych']);
  });

  it('withdrawn is not given back by a danger; what danger itself sent may be taken up, and after it', () => {
    const spec = sent()
      .does('2025-09-18 08:00', 'school', 'ReportRisk', { risk: sealed('自伤') })
      .does('2025-09-18 08:05', 'school', 'ReferPsych', to('far-hosp'))
      .does('2025-09-18 08:10', 'school', 'WithdrawConsent', {});
    expect(spec.effects()).toEqual(['stop PSYCH_ACK']);
    expect(spec.may('2025-09-18 08:20', 'psyso', 'AcceptReferral')).toEqual([]);
    spec.does('2025-09-18 08:30', 'school', 'EmergencyEscort', { to: 'hosp' });
    expect(spec.effects()).toEqual(['stop PSYCH_EMERGENCY']);
    expect(spec.tries('2025-09-18 09:00', 'psyso', 'AcceptReferral', {}).refused()).toBe('GUARDIAN_CONSENT_MISSING');
    expect(spec.does('2025-09-18 09:00', 'far-hosp', 'AcceptReferral', {}).types()).toEqual(['ReferralAccepted']);
  });

  it('is not spared by an escort from a danger that nobody told of', () => {
    const spec = noticed().does('2025-09-15 09:40', 'school', 'EmergencyEscort', { to: 'hosp' });
    expect(spec.tries('2025-09-15 10:00', 'school', 'ReferPsych', to('hosp')).refused()).toBe(
      'GUARDIAN_CONSENT_MISSING',
    );
  });

  it('withdrawn after the escort leaves no time to an institution that may neither take up nor decline', () => {
    const spec = sent('hosp')
      .does('2025-09-18 08:00', 'school', 'ReportRisk', { risk: sealed('自伤') })
      .does('2025-09-18 08:30', 'school', 'EmergencyEscort', { to: 'hosp' })
      .does('2025-09-18 09:00', 'school', 'WithdrawConsent', {});
    expect(spec.effects()).toEqual(['stop PSYCH_ACK']);
    spec.does('2025-09-18 09:10', 'school', 'ReferPsych', to('hosp'));
    // the one that follows the child; the other has fallen, and is not asked about
    expect(spec.does('2025-09-18 10:00', 'hosp', 'AcceptReferral', {}).types()).toEqual(['ReferralAccepted']);
    expect(spec.record.psych.referrals.map(({ status }) => status)).toEqual(['sent', 'accepted']);
  });

  it('is what a referral declined after the danger needs to go on', () => {
    const spec = noticed()
      .does('2025-09-15 09:00', 'school', 'ReportRisk', { risk: sealed('自伤') })
      .does('2025-09-15 09:10', 'school', 'ReferPsych', to('psyso'))
      .does('2025-09-15 09:40', 'school', 'EmergencyEscort', { to: 'hosp' })
      .does('2025-09-16 09:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
    expect(spec.running()).not.toContain('PSYCH_REROUTE');
    const reroute = (receiver: string) => spec.tries('2025-09-16 10:00', 'school', 'RerouteReferral', { to: receiver });
    expect(reroute('far-hosp').refused()).toBe('GUARDIAN_CONSENT_MISSING');
    expect(spec.does('2025-09-16 11:00', 'school', 'RerouteReferral', { to: 'hosp' }).types()).toEqual([
      'PsychReferralSent',
    ]);
  });
});

describe('a referral', () => {
  it('declined goes on to the next receiver under the sender’s clock', () => {
    const spec = sent().does('2025-09-18 09:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
    expect(spec.effects()).toEqual(['stop PSYCH_ACK', 'start PSYCH_REROUTE 2025-09-19']);
    expect(spec.tries('2025-09-18 10:00', 'psyso', 'AcceptReferral', {}).refused()).toBe('NOT_FOUND');
    spec.does('2025-09-18 11:00', 'school', 'RerouteReferral', { to: 'hosp' });
    expect(spec.effects()).toEqual(['stop PSYCH_REROUTE', 'start PSYCH_ACK 2025-09-22']);
    expect(spec.record.psych.referrals).toMatchObject([
      { to: 'hosp', by: 'school', status: 'sent', declinedBy: ['psyso'] },
    ]);
  });

  it('declined without consent is owed to nobody, and no time runs for what a guardian now refuses', () => {
    const withdrawn = sent().does('2025-09-18 08:00', 'school', 'WithdrawConsent', {});
    expect(withdrawn.effects()).toEqual(['stop PSYCH_ACK']);
    withdrawn.does('2025-09-18 09:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
    expect(withdrawn.effects()).toEqual([]);
    const refused = { guardianAgrees: false };
    expect(sent().does('2025-09-18 08:00', 'school', 'RecordGuardianConsent', refused).effects()).toEqual([
      'stop PSYCH_ACK',
    ]);
    const danger = sent()
      .does('2025-09-18 08:00', 'school', 'ReportRisk', { risk: sealed('自伤') })
      .does('2025-09-18 08:05', 'school', 'ReferPsych', to('hosp'));
    // danger sent one of the two
    expect(danger.does('2025-09-18 08:10', 'school', 'RecordGuardianConsent', refused).effects()).toEqual([
      'stop PSYCH_ACK',
    ]);
    expect(danger.running()).toContain('PSYCH_ACK');
  });

  it('is sent by the child supervisor for a committee, who follows it up and knows of no other', () => {
    const spec = new SpecCase()
      .does('2025-09-15 09:00', 'rvc', 'RaiseFlag', girl)
      .does('2025-09-15 10:00', 'cs', 'RecordGuardianConsent', { guardianAgrees: true })
      .does('2025-09-15 11:00', 'cs', 'ReferPsych', to('psyso'))
      .does('2025-09-16 09:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
    expect(spec.record.clocks.at(-1)).toMatchObject({ clock: 'PSYCH_REROUTE', holder: 'cs' });
    const may = (who: string) => spec.may('2025-09-16 10:00', who, 'ReferPsych', 'RerouteReferral', 'WithdrawConsent');
    expect(may('cs')).toEqual(['ReferPsych', 'RerouteReferral', 'WithdrawConsent']);
    for (const who of ['town', 'station', 'rvc', 'cd']) expect([who, may(who)]).toEqual([who, []]);
    expect(spec.does('2025-09-16 11:00', 'cs', 'RerouteReferral', { to: 'hosp' }).effects()).toEqual([
      'stop PSYCH_REROUTE',
      'start PSYCH_ACK 2025-09-18',
    ]);
  });

  it('of a school’s that was declined is rerouted by those who know of it alone, consent recorded elsewhere or not', () => {
    const spec = sent()
      .does('2025-09-17 10:00', 'rvc', 'RaiseFlag', girl, { joins: true })
      .does('2025-09-17 11:00', 'cs', 'RecordGuardianConsent', { guardianAgrees: true })
      .does('2025-09-18 09:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
    const may = (who: string) => spec.may('2025-09-18 10:00', who, 'RerouteReferral');
    expect(['school', 'edu', 'cs'].map(may)).toEqual([['RerouteReferral'], ['RerouteReferral'], []]);
  });

  it('in danger is offered to whoever knows of the danger, and betrays it to nobody else', () => {
    const spec = noticed()
      .does('2025-09-15 09:00', 'rvc', 'RaiseFlag', girl, { joins: true })
      .does('2025-09-15 10:00', 'school', 'ReportRisk', { risk: sealed('轻生') })
      .does('2025-09-15 10:10', 'school', 'EmergencyEscort', { to: 'hosp' });
    const may = (who: string) => spec.may('2025-09-15 11:00', who, 'ReferPsych');
    expect(['school', 'ca', 'hosp', 'cs', 'town', 'rvc'].map((who) => may(who).length)).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it('goes to a psychological service and to nobody else', () => {
    expect(agreed().tries('2025-09-17 09:00', 'school', 'ReferPsych', to('wf')).refused()).toBe('NO_SUCH_AGENCY');
  });
});

describe('a diagnosis', () => {
  it('may be declined until someone entitled brings the child to a qualified institution', () => {
    const spec = sent('hosp').does('2025-09-18 09:00', 'hosp', 'DeclineDiagnosis', { because: sealed('未送诊') });
    spec.does('2025-09-18 10:00', 'hosp', 'RecordBroughtForDiagnosis', { broughtBy: 'OTHER', qualified: true });
    spec.does('2025-09-18 11:00', 'hosp', 'DeclineDiagnosis', { because: sealed('非法定送诊人') });
    spec.does('2025-09-18 12:00', 'hosp', 'RecordBroughtForDiagnosis', { broughtBy: 'UNIT', qualified: true });
    expect(spec.tries('2025-09-18 13:00', 'hosp', 'DeclineDiagnosis', { because: sealed('床位') }).last).toMatchObject({
      refused: 'DIAGNOSIS_MAY_NOT_BE_REFUSED',
      standing: 'statute',
      cite: { article: '28(3)' },
    });
  });

  it('may not be refused by a hospital that declined the referral, once the child is brought there all the same', () => {
    const because = { because: sealed('无床位') };
    const brought = (broughtBy: 'UNIT' | 'OTHER') => ({ broughtBy, qualified: true });
    const spec = sent('hosp').does('2025-09-18 09:00', 'hosp', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
    expect(spec.may('2025-09-18 09:30', 'hosp', 'RecordBroughtForDiagnosis', 'DeclineDiagnosis')).toEqual([
      'RecordBroughtForDiagnosis',
    ]);
    for (const command of ['DeclineDiagnosis', 'RecordDiagnosis'] as const) {
      const input = command === 'DeclineDiagnosis' ? because : { conclusion: sealed('抑郁') };
      expect(spec.tries('2025-09-18 09:40', 'hosp', command, input as never).refused()).toBe('NOT_FOUND');
    }
    spec.does('2025-09-18 10:00', 'hosp', 'RecordBroughtForDiagnosis', brought('OTHER'));
    expect(relationsOf(spec.record, agency('hosp'))).toEqual(new Set());
    spec.does('2025-09-18 11:00', 'school', 'RerouteReferral', { to: 'psyso' });
    spec.does('2025-09-18 12:00', 'hosp', 'RecordBroughtForDiagnosis', brought('UNIT'));
    expect([...relationsOf(spec.record, agency('hosp'))]).toEqual(['brought-to']);
    expect(spec.tries('2025-09-18 13:00', 'hosp', 'DeclineDiagnosis', because).last).toMatchObject({
      refused: 'DIAGNOSIS_MAY_NOT_BE_REFUSED',
      cite: { article: '28(3)' },
    });
    spec.does('2025-09-18 14:00', 'hosp', 'RecordDiagnosis', { conclusion: sealed('适应障碍') });
  });

  it('is not refused by declining the referral either, once the child is there', () => {
    const spec = sent('hosp').does('2025-09-18 09:00', 'hosp', 'RecordBroughtForDiagnosis', {
      broughtBy: 'NEAR_RELATIVE',
      qualified: true,
    });
    expect(spec.may('2025-09-18 10:00', 'hosp', 'AcceptReferral', 'DeclineReferral')).toEqual(['AcceptReferral']);
    const declining = { declinedBecause: 'NO_CAPACITY' } as const;
    expect(spec.tries('2025-09-18 10:00', 'hosp', 'DeclineReferral', declining).last).toMatchObject({
      refused: 'DIAGNOSIS_MAY_NOT_BE_REFUSED',
      standing: 'statute',
      cite: { article: '28(3)' },
    });
  });

  it('brings nobody to a case that no referral ever led to', () => {
    const brought = { broughtBy: 'UNIT', qualified: true } as const;
    expect(sent('hosp').tries('2025-09-18 09:00', 'far-hosp', 'RecordBroughtForDiagnosis', brought).refused()).toBe(
      'NOT_FOUND',
    );
  });

  it('is made by a hospital alone', () => {
    const spec = sent();
    for (const who of ['psyso', 'school']) {
      const refusal = spec.tries('2025-09-18 09:00', who, 'RecordDiagnosis', { conclusion: sealed('抑郁') });
      expect(refusal.refused()).toBe('ACTOR_NOT_AUTHORISED');
    }
  });

  it('once served may be contested for three days; then the right has lapsed, and what was asked in time is entered late', () => {
    const conclusion = { conclusion: sealed('抑郁') };
    const spec = sent('hosp').does('2025-09-18 09:00', 'hosp', 'RecordDiagnosis', conclusion);
    expect(spec.tries('2025-09-18 09:30', 'hosp', 'RequestRediagnosis', {}).refused()).toBe('NO_SUCH_ITEM');
    expect(spec.does('2025-09-18 10:00', 'hosp', 'ServeDiagnosis', {}).effects()).toEqual([
      'start REDIAGNOSIS 2025-09-22',
    ]);
    expect(spec.does('2025-09-19 10:00', 'hosp', 'RequestRediagnosis', {}).effects()).toEqual(['stop REDIAGNOSIS']);
    spec
      .does('2025-09-25 09:00', 'hosp', 'RecordDiagnosis', conclusion)
      .does('2025-09-25 10:00', 'hosp', 'ServeDiagnosis', {});
    spec.until('2025-10-20 09:00');
    expect(spec.running()).not.toContain('REDIAGNOSIS');
    expect(spec.may('2025-10-20 09:00', 'hosp', 'RequestRediagnosis')).toEqual([]);
    expect(spec.tries('2025-10-20 10:00', 'hosp', 'RequestRediagnosis', {}).last).toMatchObject({
      refused: 'WINDOW_CLOSED',
      standing: 'statute',
      cite: { law: '精神卫生法', article: '32' },
    });
    expect(spec.tries('2025-10-20 11:00', 'far-hosp', 'RequestRediagnosis', {}).refused()).toBe('NOT_FOUND');
    const inTime = { occurredAt: '2025-09-28 16:00' };
    expect(spec.does('2025-10-20 12:00', 'hosp', 'RequestRediagnosis', {}, inTime).types()).toEqual([
      'RediagnosisRequested',
    ]);
  });
});
