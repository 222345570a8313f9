import { agencyTypesNamed } from './named.agencies.ts';
import type { Step } from './scenario.schema.ts';

const steps = (...written: Partial<Step>[]) => ({
  steps: written.map((step) => ({ at: '2025-03-03 09:00', ...step })),
});

describe('the agency types that a scenario needs', () => {
  it('are those that act and those of whom something is expected', () => {
    const named = agencyTypesNamed(
      steps(
        { who: 'RVC', does: 'RaiseFlag', expect: { sees: ['TOWN'], hidden: ['PSB'] } },
        { expect: { sees: { CA: true }, inbox: { WCCW: [] }, may: { CS: [] }, mayNot: { EDU: [] } } },
        { expect: { never: { PROC: ['x'] }, colours: { COURT: {} } } },
      ),
    );
    expect([...named].sort()).toEqual(['CA', 'COURT', 'CS', 'EDU', 'PROC', 'PSB', 'RVC', 'TOWN', 'WCCW']);
  });

  it('are those of ids too, wherever they stand', () => {
    expect(
      agencyTypesNamed(steps({ who: 'school-441502001', does: 'EmergencyEscort', with: { to: 'hosp-441502' } })),
    ).toEqual(expect.arrayContaining(['SCHOOL', 'HOSP']));
  });

  it('are not words in the names of clocks, commands and texts', () => {
    expect(
      agencyTypesNamed(
        steps({
          who: 'PSB',
          does: 'OpenPublicSecurityCase',
          with: { note: 'PS' },
          expect: { starts: { PS_CASE_TERM: '2026-01-19' } },
        }),
      ),
    ).toEqual(['PSB']);
  });
});
