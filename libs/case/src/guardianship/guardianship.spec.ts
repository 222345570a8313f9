import { agency } from '../directory.fixture.ts';
import { flagged, girl, type SpecCase, sealed } from '../given.fixture.ts';
import { placementOf, relationsOf } from '../index.ts';

const take = { item: 6, placement: sealed('惠城区某救助站'), placedWith: 'mpra' };
const taken = (spec = flagged()) => spec.does('2025-03-10 18:00', 'ca', 'TakeTemporaryGuardianship', take);
const close = { closingReason: 'RESOLVED' as const };
const assessment = { assessed: true, assessment: sealed('监护人已具备条件') };

describe('temporary guardianship', () => {
  it('is civil affairs’ alone, for a year at most by what the opinion of 2014 is said to say', () => {
    const spec = flagged();
    for (const who of ['psb', 'mpra', 'town']) {
      expect(spec.tries('2025-03-10 18:00', who, 'TakeTemporaryGuardianship', take).last).toMatchObject({
        refused: 'ACTOR_NOT_AUTHORISED',
        cite: { article: '92' },
      });
    }
    expect(taken().effects()).toEqual(['start TEMP_GUARDIANSHIP_MAX 2026-03-10']);
    expect(taken().record.clocks.at(-1)).toMatchObject({ holder: 'ca', standing: 'unverified' });
    expect(taken().tries('2025-03-11 09:00', 'ca', 'TakeTemporaryGuardianship', take).refused()).toBe('ALREADY_DONE');
  });

  it('says whether the child was heard before, and waits for nothing in danger', () => {
    expect(taken().last).toMatchObject([{ data: { childHeard: 'NOT_RECORDED' } }]);
    const heard = flagged().does('2025-03-10 17:00', 'ca', 'RecordChildHeard', { said: sealed('不想回家') });
    expect(taken(heard).last).toMatchObject([{ data: { childHeard: 'HEARD' } }]);
  });

  it('ends with the return to a guardian whom civil affairs has assessed, and not before', () => {
    const spec = taken();
    expect(
      spec.tries('2025-05-10 09:00', 'ca', 'ReturnToGuardian', { ...assessment, assessed: false }).last,
    ).toMatchObject({ refused: 'NOT_YET', standing: 'statute', cite: { article: '93' } });
    expect(spec.does('2025-05-10 09:00', 'ca', 'ReturnToGuardian', assessment).effects()).toEqual([
      'stop TEMP_GUARDIANSHIP_MAX',
    ]);
    expect([spec.record.guardianships[0]?.placement, placementOf(spec.record)]).toEqual([null, undefined]);
  });

  it('goes over into long-term guardianship, which may also begin by itself', () => {
    const basis = { basis: sealed('父母死亡'), placedWith: 'cwi' };
    const spec = taken().does('2025-05-10 09:00', 'ca', 'BeginLongTermGuardianship', basis);
    expect(spec.effects()).toEqual(['stop TEMP_GUARDIANSHIP_MAX']);
    expect(spec.record.guardianships).toMatchObject([
      { status: 'long-term', placedWith: 'cwi', placement: take.placement },
    ]);
    const alone = flagged().does('2025-05-10 09:00', 'ca', 'BeginLongTermGuardianship', basis);
    expect([alone.effects(), alone.record.guardianships]).toMatchObject([[], [{ status: 'long-term', item: null }]]);
    expect(alone.may('2025-05-11 09:00', 'ca', 'BeginLongTermGuardianship', 'TakeTemporaryGuardianship')).toEqual([]);
  });

  it('keeps the care file open, for the township too; long-term does not, nor what ended by itself at eighteen', () => {
    for (const who of ['ca', 'town']) {
      expect(taken().tries('2025-03-12 09:00', who, 'CloseCase', close).last).toMatchObject({
        refused: 'OPEN_GUARDIANSHIP',
        cite: { article: '92' },
      });
    }
    const long = taken().does('2025-03-12 09:00', 'ca', 'BeginLongTermGuardianship', { basis: sealed('父母死亡') });
    expect(long.does('2025-03-13 09:00', 'ca', 'CloseCase', close).types()).toEqual(['CaseClosed']);
    const nearly = { ...girl, derived: { turns18On: '2025-03-20' as never } };
    const grown = taken(flagged().does('2025-03-03 10:00', 'rvc', 'RaiseFlag', nearly, { joins: true }));
    grown.record = { ...grown.record, child: { ...grown.record.child, turns18On: '2025-03-20' } as never };
    expect(grown.does('2025-03-20 09:00', 'ca', 'CloseCase', { closingReason: 'AGE_18' }).effects()).toContain(
      'stop TEMP_GUARDIANSHIP_MAX',
    );
  });

  it('stays with who took it when the care file moves', () => {
    const spec = taken().does('2025-04-01 09:00', 'ca', 'TransferCaseJurisdiction', { to: '110105001001' });
    expect(spec.tries('2025-04-02 09:00', 'far-ca', 'CloseCase', close).refused()).toBe('OPEN_GUARDIANSHIP');
    expect(spec.does('2025-04-02 09:00', 'ca', 'ReturnToGuardian', assessment).types()).toEqual(['ReturnedToGuardian']);
  });

  it('is known to the institution that has the child', () => {
    expect([...relationsOf(taken().record, agency('mpra'))]).toEqual(['placed-with']);
    expect([...relationsOf(taken().record, agency('cwi'))]).toEqual([]);
  });
});

describe('consent while civil affairs is the guardian', () => {
  const noticed = (spec: SpecCase) =>
    spec.does('2025-03-11 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' }, { joins: true });
  const refer = { to: 'hosp', because: sealed('创伤') };

  it('is its own to give, and only then', () => {
    expect(noticed(flagged()).tries('2025-03-12 09:00', 'ca', 'ConsentAsGuardian', {}).refused()).toBe('NO_SUCH_ITEM');
    const spec = noticed(taken()).does('2025-03-12 09:00', 'ca', 'ConsentAsGuardian', {});
    expect(spec.does('2025-03-12 10:00', 'ca', 'ReferPsych', refer).types()).toEqual(['PsychReferralSent']);
    const back = noticed(taken()).does('2025-03-12 08:00', 'ca', 'ReturnToGuardian', assessment);
    expect(back.may('2025-03-12 09:00', 'ca', 'ConsentAsGuardian')).toEqual([]);
  });

  it('is not taken back by a guardian who is kept away, and is by the child from fourteen', () => {
    const spec = noticed(taken()).does('2025-03-12 09:00', 'ca', 'ConsentAsGuardian', {});
    expect(spec.may('2025-03-12 10:00', 'school', 'WithdrawConsent')).toEqual([]);
    spec.does('2025-03-12 10:00', 'school', 'RecordGuardianConsent', { guardianAgrees: false, childAgrees: false });
    expect(spec.record.psych.consent).toMatchObject({ guardian: true, child: false, by: 'ca' });
    expect(spec.does('2025-03-12 11:00', 'ca', 'WithdrawConsent', {}).types()).toEqual(['ConsentWithdrawn']);
  });

  it('is the guardian’s again once the child is back', () => {
    const spec = noticed(taken())
      .does('2025-03-12 09:00', 'ca', 'ConsentAsGuardian', {})
      .does('2025-03-13 09:00', 'ca', 'ReturnToGuardian', assessment);
    expect(spec.does('2025-03-14 09:00', 'school', 'WithdrawConsent', {}).types()).toEqual(['ConsentWithdrawn']);
  });
});

describe('revoking guardianship', () => {
  const grounds = { grounds: sealed('长期殴打') };
  const found = () => flagged().does('2025-03-10 09:00', 'rvc', 'FindRevocationGround', grounds);
  const apply = { ...grounds, to: 'court' };

  it('found by one, is civil affairs’ to apply for within thirty days, a number that is configured', () => {
    const spec = found();
    expect(spec.effects()).toEqual(['start REVOCATION_BACKSTOP 2025-04-09']);
    expect(spec.record.clocks.at(-1)).toMatchObject({ holder: 'ca', standing: 'configured' });
    expect(spec.does('2025-04-01 09:00', 'ca', 'ApplyRevokeGuardianship', apply).effects()).toEqual([
      'stop REVOCATION_BACKSTOP',
    ]);
    expect(spec.record.revocations).toMatchObject([{ by: 'rvc', applicant: 'ca', court: 'court', status: 'applied' }]);
  });

  it('may be applied for by others, without a ground recorded before; who is on no list that was seen gives a reason', () => {
    const spec = flagged().does('2025-03-10 09:00', 'rvc', 'ApplyRevokeGuardianship', apply);
    expect([spec.types(), spec.effects()]).toEqual([['RevocationApplied'], []]);
    expect(spec.tries('2025-03-11 09:00', 'ca', 'ApplyRevokeGuardianship', apply).refused()).toBe('ALREADY_DONE');
    const other = flagged().tries('2025-03-10 09:00', 'town', 'ApplyRevokeGuardianship', apply);
    expect(other.last).toMatchObject({ refused: 'CONFIGURED_RULE_NEEDS_REASON', standing: 'unverified' });
    expect(
      flagged()
        .tries('2025-03-10 09:00', 'ca', 'ApplyRevokeGuardianship', { ...apply, to: 'psb' })
        .refused(),
    ).toBe('NO_SUCH_AGENCY');
  });

  it('meets every ground that others had found, though the applicant knew of none: the duty to apply ends, and one application is decided', () => {
    const spec = flagged()
      .does('2025-03-10 09:00', 'rvc', 'FindRevocationGround', grounds)
      .does('2025-03-11 09:00', 'wf', 'ReportToPolice', { facts: sealed('殴打'), to: 'psb' }, { joins: true })
      .does('2025-03-11 10:00', 'psb', 'FindRevocationGround', grounds)
      .does('2025-03-12 09:00', 'wf', 'ApplyRevokeGuardianship', apply, { joins: true });
    expect(spec.record.revocations.map(({ by, status }) => [by, status])).toEqual([
      ['rvc', 'met'],
      ['psb', 'met'],
      ['wf', 'applied'],
    ]);
    expect(spec.running()).not.toContain('REVOCATION_BACKSTOP');
    expect(spec.tries('2025-03-13 09:00', 'ca', 'DropRevocationGround', { because: sealed('x') }).refused()).toBe(
      'NO_SUCH_ITEM',
    );
    spec.does('2025-04-01 09:00', 'court', 'DecideRevocation', { revoked: true });
    expect(spec.record.revocations.map(({ status }) => status)).toEqual(['met', 'met', 'revoked']);
  });

  it('that nobody applies for ends with the reason why; closing the care file does not end it', () => {
    const closed = found().does('2025-03-12 09:00', 'ca', 'CloseCase', close);
    expect(closed.running()).toContain('REVOCATION_BACKSTOP');
    expect(
      closed.does('2025-03-13 09:00', 'ca', 'DropRevocationGround', { because: sealed('已改正') }).effects(),
    ).toEqual(['stop REVOCATION_BACKSTOP']);
    expect(
      closed.tries('2025-03-14 09:00', 'ca', 'DropRevocationGround', { because: sealed('已改正') }).refused(),
    ).toBe('NO_SUCH_ITEM');
  });

  it('is decided by the court it was brought to, and ends temporary guardianship; nothing else follows of itself', () => {
    const spec = taken().does('2025-03-11 09:00', 'ca', 'ApplyRevokeGuardianship', apply);
    expect(spec.tries('2025-04-01 09:00', 'far-court', 'DecideRevocation', { revoked: true }).refused()).toBe(
      'NOT_FOUND',
    );
    const refused = spec.tries('2025-04-01 09:00', 'ca', 'DecideRevocation', { revoked: true });
    expect(refused.last).toMatchObject({ refused: 'ACTOR_NOT_AUTHORISED', cite: { article: '108' } });
    spec.does('2025-04-01 09:00', 'court', 'DecideRevocation', { revoked: true });
    expect([spec.types(), spec.effects()]).toEqual([['GuardianshipRevoked'], ['stop TEMP_GUARDIANSHIP_MAX']]);
    expect(spec.record.guardianships).toMatchObject([{ status: 'revoked' }]);
    const no = found().does('2025-03-11 09:00', 'ca', 'ApplyRevokeGuardianship', apply);
    expect(no.does('2025-04-01 09:00', 'court', 'DecideRevocation', { revoked: false }).types()).toEqual([
      'RevocationRefused',
    ]);
  });
});
