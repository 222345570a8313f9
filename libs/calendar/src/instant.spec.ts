import fc from 'fast-check';
import { addDays, dateOf, instantAt, weekdayOf } from './instant.ts';

const DAY = 86_400_000;
const dates = fc.integer({ min: Date.UTC(1950, 0, 1) / DAY, max: Date.UTC(2150, 0, 1) / DAY });
const dated = (day: number) => dateOf(instantAt(day * DAY));

it('days are added over the ends of months, in leap years and back', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: -800, max: 800 }), (day, more) => {
      expect(addDays(dated(day), more)).toBe(dated(day + more));
    }),
    {
      examples: [
        [Date.UTC(2024, 1, 28) / DAY, 1],
        [Date.UTC(2025, 1, 28) / DAY, 1],
        [Date.UTC(2025, 2, 1) / DAY, -1],
      ],
    },
  );
});

it('weekdays follow one another, before 1970 too', () => {
  expect(weekdayOf(dated(0))).toBe(4); // 1 January 1970 was a Thursday
  fc.assert(
    fc.property(dates, (day) => {
      expect(weekdayOf(dated(day + 1))).toBe((weekdayOf(dated(day)) + 1) % 7);
    }),
  );
});
