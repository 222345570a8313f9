import { agencies, agency, nextVillage, village } from './directory.fixture.ts';
import { flagged, girl, SpecCase, sealed } from './given.fixture.ts';
import {
  type CaseRecord,
  careHasLeft,
  dangerKnownTo,
  flagsKnownTo,
  knownAside,
  noCase,
  placeToldTo,
  relationsOf,
  standsAside,
} from './index.ts';

const noticed = () =>
  new SpecCase().does('2025-09-15 08:50', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' });
const kinds = ({ record }: SpecCase, who: string) => flagsKnownTo(record, agency(who)).map(({ kind }) => kind);

describe('the flags that an agency may know of', () => {
  it('are, for the police that a report was made to and for whoever oversees, all but what is psychological and not shared', () => {
    const spec = flagged()
      .does('2025-03-03 09:30', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' }, { joins: true })
      .does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('多次整夜独处') });
    for (const who of ['psb', 'wccw', 'rvc', 'ca']) expect([who, kinds(spec, who)]).toEqual([who, [girl.kind]]);
    expect(kinds(spec, 'school')).toEqual(['PSYCH_ABNORMALITY']);
    spec.does('2025-03-04 09:00', 'school', 'RecordGuardianConsent', { guardianAgrees: true });
    expect(kinds(spec, 'wccw')).toEqual([girl.kind, 'PSYCH_ABNORMALITY']);
    expect(kinds(spec, 'psb')).toEqual([girl.kind]);
  });

  it('are none for the police of a report that a school made upon what it keeps to itself', () => {
    const spec = noticed().does('2025-09-15 10:00', 'school', 'ReportToPolice', { to: 'psb', facts: sealed('有伤') });
    expect(relationsOf(spec.record, agency('psb')).has('police')).toBe(true);
    expect(kinds(spec, 'psb')).toEqual([]);
    const told = { ...spec.record, flags: spec.record.flags.map((one) => ({ ...one, danger: true })) };
    expect([dangerKnownTo(told, agency('psb')), dangerKnownTo(told, agency('school'))]).toEqual([false, true]);
  });
});

it('how an agency stands to a case is its own, whoever was asked about before', () => {
  const { record } = flagged();
  const [rvc, psb, wccw] = [agency('rvc'), agency('psb'), agency('wccw')];
  const asked = [rvc, psb, rvc].map((one) => [...relationsOf(record, one)]);
  expect(asked).toEqual([rvc, psb, rvc].map((one) => [...relationsOf({ ...record }, one)]));
  expect(relationsOf(record, wccw).has('overseer')).toBe(true);
  expect(relationsOf(record, { ...wccw, oversees: 'counts' }).has('overseer')).toBe(false);
});

it('who was told of one thing knows what it was told itself, and what another was told is not there', () => {
  const notice = (id: string, to: string) => ({ id, by: 'ca', to, at: '2025-03-03T09:00:00.000+08:00', facts: id });
  const notices = [notice('first', 'far-ca'), notice('second', 'far-psb')] as unknown as CaseRecord['notices'];
  const record: CaseRecord = { ...flagged().record, notices };
  expect(knownAside(record, agency('far-ca'))).toEqual({
    ...noCase(record.id),
    status: 'open',
    division: record.division.slice(0, 6),
    child: expect.objectContaining({ childId: record.child?.childId, name: record.child?.name }),
    notices: notices.slice(0, 1),
    hukou: [],
  });
});

it('whoever is supervised for what has gone to another case has nothing else to do with this one; where it has its part, it has that', () => {
  const clockId = flagged().record.clocks[0]?.id ?? '';
  const supervision = { id: 's', clockId, clock: 'TRIAGE', by: null, openedAt: '2025-03-12T00:00:00.000+08:00' };
  const supervised = (holder: string) =>
    ({ ...flagged().record, supervisions: [{ ...supervision, holder }] }) as unknown as CaseRecord;
  expect(standsAside(supervised('far-rvc'), agency('far-rvc'))).toBe(true);
  expect(standsAside(supervised('rvc'), agency('rvc'))).toBe(false);
});

it('a school return that is overdue is there for education of the county, whoever ordered it, and until the pupil is back', () => {
  const spec = flagged().does('2025-03-10 09:00', 'town', 'OrderSchoolReturn', { days: 7 });
  const told = () => Object.keys(agencies).filter((id) => relationsOf(spec.record, agency(id)).has('return-overdue'));
  expect(told()).toEqual([]);
  spec.until('2025-03-18 00:00');
  expect(told()).toEqual(['edu']);
  spec.does('2025-03-19 08:00', 'rvc', 'RecordSchoolReturn', {});
  expect(told()).toEqual([]);
});

it('a child flagged as out of school is there for education of the county, which may order the return', () => {
  const dropout = new SpecCase().does('2025-03-10 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'DROPOUT' });
  const told = (spec: SpecCase) =>
    Object.keys(agencies).filter((id) => relationsOf(spec.record, agency(id)).has('out-of-school'));
  expect(told(dropout)).toEqual(['edu']);
  expect(told(flagged())).toEqual([]);
  const hidden = { ...dropout.record, flags: dropout.record.flags.map((flag) => ({ ...flag, open: false })) };
  expect(relationsOf(hidden, agency('edu')).has('out-of-school')).toBe(false);
  dropout.does('2025-03-10 10:00', 'edu', 'OrderSchoolReturn', { days: 7 });
  expect(dropout.types()).toEqual(['SchoolReturnOrdered']);
});

it('a danger to self or others alarms the police of the county when nobody has escorted the child in time, and until it is brought', () => {
  const spec = noticed().does('2025-09-15 09:00', 'school', 'ReportRisk', { risk: sealed('轻生') });
  const alarmed = () => Object.keys(agencies).filter((id) => relationsOf(spec.record, agency(id)).has('alarmed'));
  expect(alarmed()).toEqual([]);
  spec.until('2025-09-15 10:01');
  expect(alarmed()).toEqual(['psb']);
  expect(kinds(spec, 'psb')).toEqual([]);
  spec.does('2025-09-15 10:10', 'psb', 'EmergencyEscort', { to: 'hosp' });
  expect(alarmed()).toEqual([]);
});

it('civil affairs follows the chain from what the police decided on, be the flag one that the place does not see', () => {
  const spec = noticed().does('2025-09-15 10:00', 'school', 'ReportToPolice', { to: 'psb', facts: sealed('有伤') });
  const placed = () => ['ca', 'town', 'rvc'].filter((who) => relationsOf(spec.record, agency(who)).has('place'));
  expect(placed()).toEqual([]);
  spec.does('2025-09-15 14:00', 'psb', 'AcceptCase', {});
  expect(placed()).toEqual(['ca']);
});

it('that the child was taken out of danger is known where it is cared for, and not to who was told of one thing', () => {
  const notice = { id: 'n', by: 'ca', to: 'far-ca', at: '2025-03-03T09:00:00.000+08:00', facts: 'f' };
  const taken = new SpecCase().does('2025-03-03 09:20', 'cd', 'RaiseFlag', girl);
  taken
    .does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('多次整夜独处') })
    .does('2025-03-03 15:00', 'psb', 'AcceptCase', {})
    .does('2025-03-04 09:00', 'psb', 'RemoveFromDanger', { placement: sealed('救助站') });
  const record = { ...taken.record, danger: false, notices: [notice] as unknown as CaseRecord['notices'] };
  const known = ['psb', 'ca', 'wccw', 'far-ca'].map((who) => dangerKnownTo(record, agency(who)));
  expect(known).toEqual([true, true, true, false]);
});

it('a care file has left a committee once the child lives elsewhere, and not if it came back', () => {
  const { record } = flagged();
  const lives = (division: string, ...formerDivisions: string[]) =>
    careHasLeft({ ...record, division, formerDivisions }, agency('rvc'));
  expect(lives(village)).toBe(false);
  expect(lives(nextVillage, village)).toBe(true);
  expect(lives(village, village, nextVillage)).toBe(false);
  const moved = { ...record, division: nextVillage, formerDivisions: [village] };
  expect(['cd', 'grid'].map((who) => careHasLeft(moved, agency(who)))).toEqual([true, true]);
  expect(careHasLeft({ ...record, division: nextVillage, formerDivisions: [village] }, agency('town'))).toBe(false);
});

it('whoever the care file has left is told the rules of its own place, and all others those of where the child lives', () => {
  const { record } = flagged();
  const far = '341722001001';
  const moved = { ...record, division: far, formerDivisions: [village] };
  expect(['rvc', 'town', 'ca'].map((who) => placeToldTo(moved, agency(who)))).toEqual([village, village, village]);
  expect(placeToldTo(moved, { division: '3417' })).toBe(far);
  expect(placeToldTo(moved, { division: '110105' })).toBe(far);
  expect(placeToldTo(moved, { division: '' })).toBe(far);
  expect(placeToldTo({ division: '' }, agency('rvc'))).toBe('');
});
