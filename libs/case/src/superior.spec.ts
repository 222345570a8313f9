import { agency, directory } from './directory.fixture.ts';
import { admonished, flagged, ordered, reported, sealed } from './given.fixture.ts';
import { commonSuperiorOf, countyOrganOf, isSuperior, superiorOf } from './superior.ts';

describe('the organ above', () => {
  it.each([
    ['rvc', 'town'],
    ['cd', 'town'],
    ['grid', 'town'],
    ['town', 'ca'],
    ['station', 'ca'],
    ['cs', 'ca'],
    ['mpra', 'ca'],
    ['cwi', 'ca'],
    ['school', 'edu'],
    ['hosp', 'health'],
    ['psyso', 'health'],
    ['near-ps', 'near-psb'],
    ['psb', 'city-psb'],
    ['wccw', 'city-wccw'],
    ['city-psb', undefined],
    ['ca', undefined],
  ])('%s is %s', (who, above) => expect(superiorOf(agency(who), directory)?.id).toBe(above));

  it.each([
    ['near-ps', 'near-psb'],
    ['near-psb', 'near-psb'],
  ])('of the county, for %s, is %s', (who, organ) => expect(countyOrganOf(agency(who), directory)?.id).toBe(organ));

  it.each([
    ['psb', 'near-psb', 'city-psb'],
    ['near-ps', 'near-psb', 'city-psb'],
    ['near-psb', 'near-ps', 'city-psb'],
    ['psb', 'far-psb', undefined],
  ])('two police units, %s and %s, is neither of them: %s', (one, other, above) =>
    expect(commonSuperiorOf(agency(one), agency(other), directory)?.id).toBe(above),
  );
});

describe('a superior organ above the county has no desk to work on cases at', () => {
  it('is one of a system that looks after its own, and no court or procuratorate', () => {
    const at = (type: 'PSB' | 'COURT' | 'WF', division: string) => isSuperior({ type, division });
    expect([at('PSB', '4415'), at('PSB', '441502'), at('COURT', '4415'), at('WF', '4415')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('is therefore given no work: what it was given would lie there, and the case could never be closed', () => {
    const facts = sealed('facts');
    const to = 'city-psb';
    const given = [
      flagged().tries('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to, facts }),
      reported().tries('2025-03-03 12:00', 'psb', 'HandOverReport', { to }),
      admonished().tries('2025-03-08 10:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', provider: to }),
      ordered().tries('2025-03-22 10:00', 'psb', 'NameProvider', { provider: to }),
      ordered()
        .does('2025-03-22 10:00', 'psb', 'RecordBreach', { note: sealed('n') })
        .tries('2025-03-22 11:00', 'psb', 'EscalateBreach', { to }),
    ];
    expect(given.map((spec) => spec.refused())).toEqual(given.map(() => 'NO_SUCH_AGENCY'));
  });
});
