import { type CalendarData, workCalendar } from '#calendar';
import { calendar2025 } from '../../../libs/calendar/src/published.2025.fixture.ts';
import { describeYear } from './calendar.ts';

it('shows what is more than a weekend, and the weekends that are worked', () => {
  expect(describeYear(calendar2025, 2025).split('\n')).toEqual([
    '2025；日历 calendar spec-2025（2025–2025）',
    '出处 source: spec-2025',
    '休 rest    2025-01-01',
    '班 worked  2025-01-26 周日 Sun',
    '休 rest    2025-01-28 – 2025-02-04',
    '班 worked  2025-02-08 周六 Sat',
    '休 rest    2025-04-04 – 2025-04-06',
    '班 worked  2025-04-27 周日 Sun',
    '休 rest    2025-05-01 – 2025-05-05',
    '休 rest    2025-05-31 – 2025-06-02',
    '班 worked  2025-09-28 周日 Sun',
    '休 rest    2025-10-01 – 2025-10-08',
    '班 worked  2025-10-11 周六 Sat',
  ]);
});

it('names the notice of a year that a file brings, and says when a year is not published', () => {
  const data: CalendarData = { version: 'p+f', from: 2025, through: 2027, restDays: ['2027-01-01'], workdays: [] };
  const source = { title: '通知', number: '第1号', published: '2026-11-04' };
  const file = { version: 'f', years: { 2027: { source, restDays: ['2027-01-01'], workdays: [] } } };
  expect(describeYear(workCalendar(data), 2027, file)).toContain('出处 source: 通知 第1号（2026-11-04）');
  expect(describeYear(workCalendar(data), 2025, file)).toContain('出处 source: p；个别日期依 single days by f');
  const old = { version: 'n', years: { 2025: { source: { ...source, number: '第0号' }, restDays: [], workdays: [] } } };
  expect(describeYear(workCalendar(data), 2025, undefined, old)).toContain('出处 source: 通知 第0号');
  expect(describeYear(workCalendar(data), 2027, file, old)).toContain('出处 source: 通知 第1号');
  expect(describeYear(workCalendar(data), 2028, file)).toContain('尚未公布');
  expect(describeYear(workCalendar(data), 2024, file)).toContain('没有资料');
});

it('says of a year that is not published which days rest every year, by what, and how sure that is', () => {
  const calendar = workCalendar({
    version: 'p',
    from: 2025,
    through: 2026,
    restDays: [],
    workdays: [],
    yearly: ['05-01', '05-02'],
  });
  const yearly = { standing: 'configured' as const, source: '办法', restDays: ['05-01', '05-02'] };
  expect(describeYear(calendar, 2028, undefined, { version: 'n', yearly }).split('\n').slice(2)).toEqual([
    '每年 every year: 办法（configured）',
    '休 rest    2028-04-29 – 2028-05-02',
  ]);
});
