import { admonished, flagged, ordered, reported, sealed } from './given.fixture.ts';
import { isSuperior } from './superior.ts';

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
