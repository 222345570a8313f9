import { readCalendar } from './calendar.file.ts';

const RIGHT = `version: test-1
years:
  2027:
    source: { title: 试验, number: 第1号, published: 2026-11-04 }
    restDays: [2027-01-01, { from: 2027-02-05, through: 2027-02-11 }]
    workdays: [2026-12-27, 2027-02-13]
`;
const read = (text: string, known = 2026) => readCalendar('calendar.yaml', text, known);
const problems = (text: string, known?: number) =>
  read(text, known).problems.map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`);

it('reads a year with its notice, ranges and the December before it', () => {
  expect(read(RIGHT)).toMatchObject({
    problems: [],
    override: {
      version: 'test-1',
      years: [2027],
      restDays: ['2027-01-01', '2027-02-05', ...['06', '07', '08', '09', '10', '11'].map((day) => `2027-02-${day}`)],
      workdays: ['2026-12-27', '2027-02-13'],
    },
  });
});

it('reads single days that differ, as before', () => {
  const { override } = read('version: county\nthrough: 2027\nrestDays: [2026-11-23]\nworkdays: [2026-10-07]\n');
  expect(override).toMatchObject({ through: 2027, restDays: ['2026-11-23'], workdays: ['2026-10-07'] });
});

it.each([
  ['broken YAML', 'version: [', '1:11'],
  ['no version', RIGHT.replace('version: test-1\n', ''), '1:1: version'],
  ['no day at all', 'version: x\n', '1:1: 文件 the file: 没有任何日期 names no day'],
  ['a year without its notice', RIGHT.replace(/ {4}source.*\n/, ''), '4:5: years.2027.source'],
  ['a notice without its number', RIGHT.replace('number: 第1号, ', ''), '4:13: years.2027.source.number'],
  ['a day that does not exist', RIGHT.replace('2027-01-01', '2027-02-30'), '5:16: years.2027.restDays.0'],
  ['a day of another year', RIGHT.replace('2027-01-01', '2028-01-01'), '5:16: 2028-01-01 不属于 2027 年'],
  ['a day that stands twice', RIGHT.replace('2027-01-01', '2027-02-07'), '5:28: 2027-02-07 重复出现 stands twice'],
  ['rest and work on one day', RIGHT.replace('2027-02-13', '2027-02-06'), '6:28: 2027-02-06 重复出现'],
  ['a make-up workday that is worked anyway', RIGHT.replace('2027-02-13', '2027-02-15'), '6:28: 2027-02-15 本是工作日'],
  ['a range that runs backwards', RIGHT.replace('through: 2027-02-11', 'through: 2027-02-01'), '5:28: 起日晚于止日'],
  ['an unknown key', `${RIGHT}restdays: []\n`, '1:1: 文件 the file: Unrecognized key'],
])('tells of %s with line and column', (_, text, problem) => {
  expect(problems(text).join('\n')).toContain(`calendar.yaml:${problem}`);
  expect(read(text).override).toBeUndefined();
});

it('does not take a year as known while one before it is not', () => {
  expect(problems(RIGHT, 2025)).toEqual([expect.stringContaining('缺 2026 年 2026 is missing')]);
});
