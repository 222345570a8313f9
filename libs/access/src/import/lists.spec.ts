import { type ReadList, readAgencies, readDeputies, readOfficers } from './lists.ts';

const read = <Row>(reader: (bytes: Uint8Array) => ReadList<Row>, ...lines: readonly string[]) =>
  reader(Buffer.from(lines.join('\n')));
const problemsOf = (list: ReadList<unknown>) =>
  list.problems.map(({ line, message }) => `${line}: ${message.split('。').at(-1)}`);

const AGENCIES = 'id,type,division,name_zh,name_en,valid_from,valid_until';
const OFFICERS = 'id,agency,name,role,subject,valid_from,valid_until';
const DEPUTIES = 'officer,agency,valid_from,valid_until';

it('what is valid on one day alone is valid; what ends before it begins is not', () => {
  const list = read(
    readAgencies,
    AGENCIES,
    'a,PSB,441502,甲,A,2025-03-03,2025-03-03',
    'b,PSB,4415,乙,B,2025-03-04,2025-03-03',
  );
  expect(list.rows[0]?.row).toMatchObject({ validFrom: '2025-03-03', validUntil: '2025-03-03' });
  expect(problemsOf(list)).toEqual(['3: valid_from is after valid_until.']);
});

it('nobody is entered as the system itself', () => {
  expect(problemsOf(read(readAgencies, AGENCIES, 's,SYSTEM,441502,甲,A,,'))).toEqual([
    '2: type is no known type of agency; see the glossary.',
  ]);
});

it('an officer stands in for an agency more than once, but not from the same day twice', () => {
  const [first, later] = ['o,psb,2025-03-03,2025-03-09', 'o,psb,2025-04-03,2025-04-09'];
  expect(problemsOf(read(readDeputies, DEPUTIES, first, later))).toEqual([]);
  expect(problemsOf(read(readDeputies, DEPUTIES, first, later, 'o,psb,2025-03-03,2025-03-31'))).toEqual([
    '4: says again what line 2 says.',
  ]);
  expect(problemsOf(read(readDeputies, DEPUTIES, 'o,psb,2025-03-03,'))).toEqual([
    '2: standing in has a first and a last day.',
  ]);
});

it('an officer is known to the identity provider by the id unless another subject is named, one each', () => {
  const list = read(readOfficers, OFFICERS, 'one,psb,甲,,,,', 'two,psb,乙,READER,sub-2,,');
  expect(list.rows.map(({ row: { id, subject, role } }) => [id, subject, role])).toEqual([
    ['one', 'one', 'HANDLER'],
    ['two', 'sub-2', 'READER'],
  ]);
  expect(problemsOf(read(readOfficers, OFFICERS, 'one,psb,甲,,,,', 'two,psb,乙,,one,,'))).toEqual([
    '3: subject stands in a line before.',
  ]);
  expect(problemsOf(read(readOfficers, OFFICERS, 'one,psb,甲,,a\u0007b,,'))).toEqual([
    '2: subject has at most 255 characters.',
  ]);
});

it.each(['1', '441', '44150', '4415020', 'abcdef', ''])('division %j is none', (division) => {
  expect(problemsOf(read(readAgencies, AGENCIES, `a,PSB,${division},甲,A,,`))).toEqual([
    '2: division has 2, 4, 6, 9 or 12 digits.',
  ]);
});

it.each(['44', '4415', '441502', '441502001', '441502001001'])('division %s is one', (division) => {
  expect(problemsOf(read(readAgencies, AGENCIES, `a,PSB,${division},甲,A,,`))).toEqual([]);
});
