import type { CaseRecord } from '#case';
import { acceptedCase, sealed } from '../../case/src/given.fixture.ts';
import { police } from './police/police.desk.ts';
import { directory } from './seen.fixture.ts';

/** What the unit that has the child's case is shown, once another unit has taken the child out of danger. */
function shownTo(unit: string, changed: Partial<CaseRecord> = {}): Record<string, unknown> {
  const taken = acceptedCase().does('2025-03-04 09:00', 'psb', 'RemoveFromDanger', {
    placement: sealed('ZZ-placement'),
  });
  const { record } = taken;
  const removal = record.removal && { ...record.removal, by: 'far-psb' };
  const agency = directory.get(unit);
  if (!agency) throw new Error(`there is no agency ${unit}`);
  return { ...police.view({ ...record, removal, ...changed }, agency, directory) };
}

it('where the child was brought is told to the unit that brought it, and to the one that has the case once civil affairs is its guardian', () => {
  expect(shownTo('psb').placement).toBeUndefined();
  const own = acceptedCase().does('2025-03-04 09:00', 'psb', 'RemoveFromDanger', { placement: sealed('ZZ-placement') });
  expect(shownTo('psb', { removal: own.record.removal }).placement).toBe('ZZ-placement');
  const guardianships = [{ id: 'g', by: 'ca', status: 'temporary', placement: 'ZZ-home' }];
  const guarded = { guardianships: guardianships as unknown as CaseRecord['guardianships'] };
  expect(shownTo('psb', guarded).placement).toBe('ZZ-home');
});

it('why a case was closed is told to a unit that decided on a report, and to the one that was asked as superior', () => {
  const closing = {
    reason: 'RESOLVED',
    by: 'ca',
    at: '2025-03-09T09:00:00.000+08:00',
  } as unknown as CaseRecord['closing'];
  expect(shownTo('psb', { closing }).closingReason).toBe('RESOLVED');
  const extensions = [{ to: 'city-psb' }] as unknown as CaseRecord['extensions'];
  expect(shownTo('city-psb', { closing, extensions }).closingReason).toBe('RESOLVED');
});
