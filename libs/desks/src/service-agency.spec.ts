import type { CaseRecord } from '#case';
import { girl, SpecCase, sealed } from '../../case/src/given.fixture.ts';
import { directory } from './seen.fixture.ts';
import { serviceAgency } from './service-agency/service-agency.desk.ts';

const told = {
  ...girl,
  guardian: { name: sealed('ZZ-guardian'), relation: sealed('父亲'), phone: sealed('ZZ-phone') },
};

function shownTo(record: CaseRecord, id: string): Record<string, unknown> {
  const agency = directory.get(id);
  if (!agency) throw new Error(`there is no agency ${id}`);
  return { ...serviceAgency.view(record, agency, directory) };
}

it('education learns of a child out of school by name, with its guardian’s, and is given no number to call', () => {
  const { record } = new SpecCase().does('2025-03-10 09:00', 'school', 'RaiseFlag', { ...told, kind: 'DROPOUT' });
  expect(shownTo(record, 'edu')).toMatchObject({ childName: girl.child.name, guardianName: 'ZZ-guardian' });
  expect(shownTo(record, 'edu').guardianPhone).toBeUndefined();
});

it('how a screening came out is told to whoever noticed it and, with consent, to education; to nobody else in the channel', () => {
  const spec = new SpecCase()
    .does('2025-09-15 08:50', 'school', 'RaiseFlag', {
      ...told,
      kind: 'PSYCH_ABNORMALITY',
      screeningLevel: sealed('ZZ-3'),
    })
    .does('2025-09-15 10:00', 'school', 'RecordGuardianConsent', { guardianAgrees: true });
  const level = (who: string) => shownTo(spec.record, who).screeningLevel;
  expect(['school', 'edu', 'health'].map(level)).toEqual(['ZZ-3', 'ZZ-3', undefined]);
  const { consent } = shownTo(spec.record, 'health');
  expect(consent).toBe(true); // it is in the channel, and knows that much
});

it('what was decided on a special school, and that it began, is known at this desk to who decided alone', () => {
  const { record } = new SpecCase().does('2025-03-10 09:00', 'school', 'RaiseFlag', { ...told, kind: 'DROPOUT' });
  const decided = { ...record, specialSchool: { by: 'edu', decision: 'SENT', term: {} } } as unknown as CaseRecord;
  const known = (who: string) => [shownTo(decided, who).specialSchool, shownTo(decided, who).inSchoolTerm];
  expect(known('edu')).toEqual(['SENT', true]);
  expect(known('school')).toEqual([undefined, undefined]);
});
