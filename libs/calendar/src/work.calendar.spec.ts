import { ageReachedOn, type CalendarData, type CalendarDate, withOverride, workCalendar } from './index.ts';

const day = (text: string) => text as CalendarDate;
const published: CalendarData = {
  version: 'p',
  from: 2025,
  through: 2025,
  restDays: ['2025-10-01'],
  workdays: ['2025-10-11'],
};

describe('workCalendar', () => {
  it('knows rest days, make-up workdays and weekends', () => {
    const calendar = workCalendar(published);
    expect(['2025-10-01', '2025-10-11', '2025-10-12', '2025-10-13'].map((d) => calendar.isRestDay(day(d)))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("lets an operator's file correct it, and carries both versions", () => {
    const calendar = workCalendar(
      withOverride(published, {
        version: 'county-1',
        through: 2026,
        restDays: ['2025-10-11', '2026-01-02'],
        workdays: ['2025-10-01'],
      }),
    );
    expect(calendar.version).toBe('p+county-1');
    expect(calendar.isRestDay(day('2025-10-01'))).toBe(false);
    expect(calendar.isRestDay(day('2025-10-11'))).toBe(true);
    expect(calendar.isPublished(day('2026-06-01'))).toBe(true);
  });

  it('forgets what it knew of a year whose table comes whole', () => {
    const calendar = workCalendar(
      withOverride(published, { version: 't', years: [2025, 2026], restDays: ['2025-10-02'], workdays: [] }),
    );
    const rests = ['2025-10-01', '2025-10-02', '2025-10-11'].map((d) => calendar.isRestDay(day(d)));
    expect(rests).toEqual([false, true, true]);
    expect([calendar.through, calendar.isPublished(day('2026-01-01'))]).toEqual([2026, true]);
  });

  it('lets the days of every year rest in years that are not published yet, and in no other', () => {
    const data = { ...published, yearly: ['01-01', '10-01'] };
    const rests = (calendar: typeof data, dates: readonly string[]) =>
      dates.map((date) => workCalendar(calendar).isRestDay(day(date)));
    expect(rests(data, ['2027-01-01', '2030-10-01', '2030-10-02', '2025-01-01', '2024-01-01'])).toEqual([
      ...[true, true, false],
      ...[false, false], // a published year is as its table has it, and before the first nothing is known
    ]);
    expect(workCalendar(data).isPublished(day('2027-01-01'))).toBe(false);
    const known = withOverride(data, { version: 'n', years: [2026, 2027], restDays: ['2027-01-02'] });
    expect(
      ['2027-01-01', '2027-01-02', '2029-01-01'].map((date) => workCalendar(known as typeof data).isRestDay(day(date))),
    ).toEqual([...[false, true, true]]);
    const other = withOverride(data, { version: 'n', yearly: ['05-04'], workdays: ['2026-05-04'] });
    expect(['2027-01-01', '2027-05-04', '2026-05-04'].map((date) => workCalendar(other).isRestDay(day(date)))).toEqual([
      ...[false, true, false],
    ]);
    expect(() => workCalendar({ ...published, yearly: ['02-30'] })).toThrow(RangeError);
  });

  it('refuses data that contradicts itself or names no day', () => {
    expect(() => workCalendar({ ...published, workdays: ['2025-10-01'] })).toThrow(RangeError);
    expect(() => workCalendar({ ...published, restDays: ['2025-02-30'] })).toThrow(RangeError);
  });
});

describe('ageReachedOn', () => {
  it.each([
    ['2009-10-20', 'day-after-birthday', '2025-10-21'],
    ['2009-10-20', 'birthday', '2025-10-20'],
    ['2008-02-29', 'day-after-birthday', '2024-03-01'],
    ['2009-02-28', 'day-after-birthday', '2025-03-01'],
  ] as const)('born %s, counted by %s: 16 on %s', (birth, counted, expected) => {
    expect(ageReachedOn(day(birth), 16, counted)).toBe(expected);
  });
});
