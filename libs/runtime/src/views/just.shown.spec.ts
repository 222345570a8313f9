import type { Position } from '#event-store';
import { justShown } from './just.shown.ts';
import type { ViewRow } from './view.ts';

const store = { compare: (a: Position | null, b: Position | null) => Number(a) - Number(b) };
const at = (n: number) => String(n) as Position;
const row = (agency: string, doc = '{}', kind: ViewRow['kind'] = 'case'): ViewRow => ({
  desk: 'police',
  agency,
  kind,
  key: 'a case',
  caseId: 'a case',
  sort: '',
  doc,
});

it('has what was written at a position or later, and nothing older than is asked for', () => {
  const shown = justShown(store);
  shown.put([row('psb', '{"version":"1"}')], [], at(7));
  expect([6, 7, 8].map((since) => shown.get(row('psb'), at(since)))).toEqual([
    '{"version":"1"}',
    '{"version":"1"}',
    undefined,
  ]);
  expect(shown.get(row('ps'), at(7))).toBeUndefined();
});

it('has nothing of a row that is gone, nor of lists', () => {
  const shown = justShown(store);
  shown.put([row('psb'), row('ps', '{}', 'inbox')], [], at(7));
  shown.put([], [row('psb')], at(8));
  expect([shown.get(row('psb'), at(7)), shown.get(row('ps'), at(7))]).toEqual([undefined, undefined]);
});

it('forgets what was written first', () => {
  const shown = justShown(store, 2);
  for (const agency of ['a', 'b', 'a', 'c']) shown.put([row(agency)], [], at(7));
  expect(['a', 'b', 'c'].map((agency) => shown.get(row(agency), at(7)) !== undefined)).toEqual([true, false, true]);
});

it('has the last of a batch larger than it keeps, and nothing older of the others', () => {
  const shown = justShown(store, 2);
  shown.put([row('a', '"old"')], [], at(1));
  shown.put(
    ['a', 'b', 'c'].map((agency) => row(agency)),
    [],
    at(7),
  );
  expect(['a', 'b', 'c'].map((agency) => shown.get(row(agency), at(1)))).toEqual([undefined, '{}', '{}']);
});
