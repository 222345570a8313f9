import { addDays, type CalendarDate, weekdayOf, withOverride, workCalendar } from '#calendar';
import { calendarIn, noticesFile, publishedCalendar } from './published.calendar.ts';

const daysOf = (year: number) => {
  const list: CalendarDate[] = [];
  for (let day = `${year}-01-01` as CalendarDate; day.startsWith(`${year}`); day = addDays(day, 1)) list.push(day);
  return list;
};

it('carries for each year whose notice is shipped the days of the notice, and no other', () => {
  const { override, problems, file } = calendarIn(noticesFile);
  expect(problems).toEqual([]);
  const bare = { version: '', from: 2025, through: 2025, restDays: [], workdays: [] };
  const noticed = workCalendar(withOverride(bare, override ?? { version: '' }));
  const published = publishedCalendar();
  expect(published.version).toContain(`/${file?.version}`);
  const years = Object.keys(file?.years ?? {}).map(Number);
  expect(years).toEqual([2025, 2026]);
  for (const day of years.flatMap(daysOf)) {
    expect([day, published.isRestDay(day)]).toEqual([day, noticed.isRestDay(day)]);
  }
});

it('lets the days of every year rest where no notice is out yet, and says that this is configured', () => {
  const published = publishedCalendar();
  const next = published.through + 1;
  const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].map((day) => `${next}-${day}` as CalendarDate);
  const weekdays = daysOf(next).filter((day) => ![0, 6].includes(weekdayOf(day)));
  expect(weekdays.filter((day) => published.isRestDay(day))).toEqual(weekdays.filter((day) => fixed.includes(day)));
  expect(published.isPublished(`${next}-01-01` as CalendarDate)).toBe(false);
  expect(calendarIn(noticesFile).file?.yearly?.standing).toBe('configured');
});
