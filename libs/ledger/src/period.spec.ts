import { type CalendarDate, type Instant, parseInstant } from '#calendar';
import { inPeriod, isMeant } from './period.ts';

const at = (text: string) => parseInstant(`${text}+08:00`) as Instant;
const day = (text: string) => text as CalendarDate;

/** Clocks of March and of the first quarter of 2025, and one of half a year, all from a day in March. */
const from = at('2025-03-10T10:00');
const month = { from, span: { endOf: 'month' as const }, due: at('2025-03-31T23:59:59.999') };
const quarter = { from, span: { endOf: 'quarter' as const }, due: at('2025-03-31T23:59:59.999') };
const halfYear = { from, span: { months: 6 }, due: at('2025-09-10T23:59:59.999') };

it.each([
  ['2025-02-28T23:59:59.999', false, true],
  ['2025-03-01T00:00', true, true],
  ['2025-03-31T23:59:59.999', true, true],
  ['2025-04-01T00:00', false, false],
  ['2025-01-01T00:00', false, true],
  ['2024-12-31T23:59:59.999', false, false],
])('what took place at %s is in the month: %s, in the quarter: %s', (moment, inMonth, inQuarter) => {
  expect([inPeriod(month, at(moment)), inPeriod(quarter, at(moment))]).toEqual([inMonth, inQuarter]);
  expect([isMeant(month, at(moment)), isMeant(quarter, at(moment))]).toEqual([inMonth, inQuarter]); // before it began, too
});

it('a period ends on its last day where that rests and the time runs on', () => {
  const rolled = { ...month, due: at('2025-06-03T23:59:59.999'), unrolled: day('2025-05-31') };
  const inMay = ['2025-04-30T12:00', '2025-05-01T00:00', '2025-05-31T23:59', '2025-06-01T00:00'];
  expect(inMay.map((moment) => inPeriod(rolled, at(moment)))).toEqual([false, true, true, false]);
});

it('any other clock waits for what took place since it began', () => {
  expect([isMeant(halfYear, at('2025-03-10T09:59:59.999')), isMeant(halfYear, from)]).toEqual([false, true]);
});
