import { agency } from './directory.fixture.ts';
import { flagged } from './given.fixture.ts';
import { relationsOf } from './index.ts';
import { changedFields, haveCommon, watch } from './watched.ts';

const { record } = flagged();

it('fields are read when they are looked at, and no others', () => {
  const { record: shown, read } = watch(record, 'town');
  expect(haveCommon(read(), changedFields(record, { ...record, flags: [] }))).toBe(false);
  expect(shown.flags).toBe(record.flags);
  expect(haveCommon(read(), changedFields(record, { ...record, flags: [] }))).toBe(true);
  expect(haveCommon(read(), changedFields(record, { ...record, clocks: [], closing: null, timesReopened: 3 }))).toBe(
    false,
  );
});

it('how the agency itself stands to the case is no field; how another does counts as all of them', () => {
  const { record: shown, read } = watch(record, 'town');
  expect(relationsOf(shown, agency('town'))).toEqual(relationsOf(record, agency('town')));
  expect(read()).toEqual({ low: 0, high: 0 });
  relationsOf(shown, agency('cd'));
  for (const change of [{ status: 'none' }, { timesReopened: 3 }, { answers: [] }] as const) {
    expect(haveCommon(read(), changedFields(record, { ...record, ...change }))).toBe(true);
  }
});
