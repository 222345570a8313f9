import type { CaseRecord, RecordedEvent } from '#case';
import { acceptedCase, flagged, reported, type SpecCase, sealed } from '../../../case/src/given.fixture.ts';
import { guardianReads, guardianReadsOfEntry } from './guardian.access.ts';

/** Whether the guardian reads what was said when the child of this case was flagged, given all its cases. */
function readsFacts({ record, events }: SpecCase, records: readonly CaseRecord[] = [record]): boolean {
  const flag = events.find(({ type }) => type === 'FlagRaised') as RecordedEvent;
  return guardianReads(flag, record, records)?.('facts') ?? false;
}

const cautioned = () => acceptedCase().does('2025-03-04 09:00', 'psb', 'IssueCaution', { text: sealed('告诫') });
const removed = () =>
  acceptedCase().does('2025-03-04 09:00', 'psb', 'RemoveFromDanger', { placement: sealed('救助站') });
const filed = () => acceptedCase().does('2025-03-05 09:00', 'psb', 'FileCriminalCase', {});
const ofACrime = () =>
  flagged().does('2025-03-03 10:00', 'rvc', 'ReportToPolice', {
    to: 'psb',
    facts: sealed('身上有伤'),
    suspectedCrime: true,
  });

it('reads what was flagged and reported where nothing says that someone at home harms the child', () => {
  expect([flagged(), reported(), acceptedCase()].map((one) => readsFacts(one))).toEqual([true, true, true]);
});

it.each([
  ['a caution was issued', cautioned],
  ['the child was taken out of danger', removed],
  ['a criminal case was filed', filed],
  ['a crime is suspected in a report', ofACrime],
])('does not while %s, be it in another case of the child', (_, suspected) => {
  const one = suspected();
  expect(readsFacts(one)).toBe(false);
  const other = flagged('other');
  expect(readsFacts(other, [other.record, one.record])).toBe(false);
  expect(guardianReadsOfEntry({ type: 'EnteredOnLedger' }, [one.record])?.('address') ?? false).toBe(false);
});

it('does again once the case was closed as unfounded, and for no other reason', () => {
  const { record } = ofACrime();
  const closed = (reason: 'UNSUBSTANTIATED' | 'NO_FINDING' | 'RESOLVED'): CaseRecord => ({
    ...record,
    closing: { reason, by: 'ca', at: '2025-03-09T09:00:00.000+08:00' as never },
  });
  const reads = (['UNSUBSTANTIATED', 'NO_FINDING', 'RESOLVED'] as const).map((reason) =>
    readsFacts(ofACrime(), [closed(reason)]),
  );
  expect(reads).toEqual([true, true, false]);
});

it('reads of an entry on the ledger who it is about, not why, and nothing of the key-minor register', () => {
  const reads = guardianReadsOfEntry({ type: 'EnteredOnLedger' }, [flagged().record]);
  const fields = ['child.name', 'guardian.phone', 'address', 'because', 'facts', 'overrides.0.reason'];
  expect(fields.filter((path) => reads?.(path))).toEqual(['child.name', 'guardian.phone', 'address']);
  expect(guardianReadsOfEntry({ type: 'KeyMinorEntryOpened' }, [])).toBeUndefined();
  expect(guardianReadsOfEntry({ type: 'FocusCategoriesAdded' }, [])).toBeUndefined();
});
