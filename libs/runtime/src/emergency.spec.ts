import { flagged, girl, SpecCase, sealed } from '../../case/src/given.fixture.ts';
import { emergencySight } from './emergency.ts';

const danger = ({ record }: SpecCase) => emergencySight(record)?.danger;

it('who reads a case in an emergency is told of a danger, whoever saw it', () => {
  expect(danger(flagged())).toBe(false);
  const hurt = new SpecCase().does('2025-03-03 09:00', 'hosp', 'RaiseFlag', { ...girl, signs: ['INJURED'] });
  const risk = flagged().does('2025-03-03 10:00', 'school', 'ReportRisk', { risk: sealed('轻生') }, { joins: true });
  expect([danger(hurt), danger(risk)]).toEqual([true, true]);
  expect(danger(risk.does('2025-03-03 10:10', 'school', 'EmergencyEscort', { to: 'hosp' }))).toBe(false);
});
