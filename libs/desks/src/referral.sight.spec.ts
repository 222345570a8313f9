import { farVillage, village } from '../../case/src/directory.fixture.ts';
import { SpecCase } from '../../case/src/given.fixture.ts';
import { careCase, PLANTED } from './planted.fixture.ts';
import { seen } from './seen.fixture.ts';

const CLINICAL = [
  PLANTED.screeningLevel,
  PLANTED.psychFacts,
  PLANTED.advice,
  PLANTED.referralBecause,
  PLANTED.diagnosis,
];
const shownIn = ({ record, events }: SpecCase) => seen(record, events);

describe('a referral that the child supervisor sends for a committee', () => {
  const sent = () =>
    careCase()
      .does('2025-03-21 09:00', 'cs', 'RecordGuardianConsent', { guardianAgrees: true })
      .does('2025-03-21 10:00', 'cs', 'ReferPsych', { to: 'psyso', because: PLANTED.referralBecause as never });

  it('is followed by its sender by state alone, with the clock of a decline; its neighbours at the desk see no change', () => {
    const before = shownIn(careCase());
    expect(shownIn(sent()).get('cs')).toMatch(/referrals\\":\[\{[^\]]*\\"status\\":\\"sent\\"\}/);
    const declined = sent().does('2025-03-22 09:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
    const shown = shownIn(declined);
    expect(shown.get('cs')).toContain('PSYCH_REROUTE');
    expect(CLINICAL.filter((word) => shown.get('cs')?.includes(word))).toEqual([]);
    for (const who of ['town', 'station', 'rvc', 'cd', 'psb', 'proc', 'court', 'wf'])
      expect([who, shown.get(who)]).toEqual([who, before.get(who)]);
  });

  it('where it alone knows of the case, tells it nothing of the care file', () => {
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'cs', 'RaiseFlag', {
        child: { name: PLANTED.childName as never },
        place: { division: village },
        kind: 'PSYCH_ABNORMALITY',
        facts: PLANTED.psychFacts as never,
      })
      .does('2025-03-03 10:00', 'cs', 'TellGuardian', { advice: PLANTED.advice as never });
    const shown = shownIn(spec).get('cs') ?? '';
    expect(shown).toContain('\\"stage\\":\\"REFERRAL\\"');
    expect(shown).not.toMatch(/"danger|closingReason\\":\\"/);
    expect(shownIn(spec).get('town')).toBe('');
  });

  it('is still followed when the care file has moved to another place, and nothing else of the case', () => {
    const moved = sent().does('2025-03-23 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    const shown = shownIn(moved).get('cs') ?? '';
    expect(shown).toMatch(/stage\\":\\"REFERRAL\\".*referrals\\":\[\{[^\]]*\\"status\\":\\"sent\\"\}/);
    expect([PLANTED.flagFacts, PLANTED.told, farVillage].filter((word) => shown.includes(word))).toEqual([]);
    expect(shownIn(moved).get('town')).toBe('');
  });
});
