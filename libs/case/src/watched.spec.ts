import { agency } from './directory.fixture.ts';
import { flagged } from './given.fixture.ts';
import { type CaseRecord, noCase, relationsOf } from './index.ts';
import { changedFields, haveCommon, WatchedRecord } from './watched.ts';

const { record } = flagged();
const town = agency('town');
const fields = Object.keys(noCase('')) as (keyof CaseRecord)[];
const otherIn = (field: keyof CaseRecord) => changedFields(record, { ...record, [field]: Symbol(field) } as never);

it('each field is read when it is looked at, and no other', () => {
  for (const looked of fields) {
    const { record: shown, read } = WatchedRecord.watch(record, town);
    expect(read()).toEqual({ low: 0, high: 0 });
    expect(shown[looked]).toBe(record[looked]);
    expect(fields.filter((field) => haveCommon(read(), otherIn(field)))).toEqual([looked]);
  }
});

it('how the agency itself stands to the case is no field; how another does counts as all of them', () => {
  const { record: shown, read } = WatchedRecord.watch(record, town);
  expect(relationsOf(shown, town)).toBe(relationsOf(record, town));
  expect(read()).toEqual({ low: 0, high: 0 });
  relationsOf(shown, { ...town, division: '110105' });
  expect(fields.filter((field) => haveCommon(read(), otherIn(field)))).toEqual(fields);
});

it('nothing of it is copied but what was read by its name', () => {
  const { record: shown } = WatchedRecord.watch(record, town);
  expect({ ...shown }).toEqual({});
  expect(JSON.stringify(shown)).toBe('{}');
});
