import { addDays, type CalendarDate, withOverride, workCalendar } from '#calendar';
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
  const years = Object.keys(file?.years ?? {}).map(Number);
  expect(years).toEqual([2025, 2026]);
  for (const day of years.flatMap(daysOf)) {
    expect([day, published.isRestDay(day)]).toEqual([day, noticed.isRestDay(day)]);
  }
});
