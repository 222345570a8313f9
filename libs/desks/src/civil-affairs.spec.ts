import type { CaseRecord } from '#case';
import { acceptedCase, flagged } from '../../case/src/given.fixture.ts';
import { civilAffairs } from './civil-affairs/civil-affairs.desk.ts';
import { directory } from './seen.fixture.ts';

function shownTo(record: CaseRecord, id: string): Record<string, unknown> {
  const agency = directory.get(id);
  if (!agency) throw new Error(`there is no agency ${id}`);
  return { ...civilAffairs.view(record, agency, directory) };
}

/** A guardianship of civil affairs, with the child at a welfare institution. */
const guarded = (record: CaseRecord) => ({
  ...record,
  guardianships: [
    { id: 'g', by: 'ca', placedWith: 'cwi', status: 'temporary', placement: 'ZZ-home' },
  ] as unknown as CaseRecord['guardianships'],
});

it('where the child lives is told to civil affairs; a welfare institution is told no address', () => {
  const record = guarded(acceptedCase().record);
  expect(['ca', 'cwi'].map((who) => shownTo(record, who).placement)).toEqual(['ZZ-home', undefined]);
});

it('whether the child was heard, and how often the case was reopened, is for whoever answers for the place', () => {
  const heard = { ...guarded(flagged().record), heard: { heard: true }, timesReopened: 2 } as unknown as CaseRecord;
  expect(shownTo(heard, 'ca')).toMatchObject({ childHeard: true, timesReopened: 2 });
  const institution = shownTo(heard, 'cwi');
  expect([institution.childHeard, institution.timesReopened]).toEqual([undefined, 0]);
});
