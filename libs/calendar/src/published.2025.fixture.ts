import { workCalendar } from './work.calendar.ts';

/**
 * The rest days of 2025 as the General Office of the State Council announced them (国办发明电〔2024〕12号), written out by
 * hand for specs, so that they do not lean on the data that production uses.
 */
export const calendar2025 = workCalendar({
  version: 'spec-2025',
  from: 2025,
  through: 2025,
  restDays: [
    '2025-01-01',
    ...days('2025-01', 28, 31),
    ...days('2025-02', 1, 4),
    ...days('2025-04', 4, 6),
    ...days('2025-05', 1, 5),
    '2025-05-31',
    ...days('2025-06', 1, 2),
    ...days('2025-10', 1, 8),
  ],
  workdays: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
});

function days(month: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, n) => `${month}-${String(first + n).padStart(2, '0')}`);
}
