import fc from 'fast-check';
import {
  type CalendarDate,
  dueAfter,
  epochOf,
  extendedBy,
  type Instant,
  instantAt,
  parseInstant,
  resumedAfter,
  type Span,
} from './index.ts';
import { calendar2025 } from './published.2025.fixture.ts';

const at = (text: string) => parseInstant(text) as Instant;
const due = (start: string, span: Span, roll = true) => dueAfter(at(start), span, roll, calendar2025);

describe('dueAfter', () => {
  it.each([
    ['24 hours, over a weekend', '2025-03-14T18:00+08:00', { hours: 24 }, '2025-03-15T18:00:00.000+08:00'],
    ['one working day from a Monday', '2025-03-03T09:20+08:00', { workingDays: 1 }, '2025-03-04T23:59:59.999+08:00'],
    ['three working days', '2025-03-03T15:00+08:00', { workingDays: 3 }, '2025-03-06T23:59:59.999+08:00'],
    ['working days over a weekend', '2025-09-18T09:00+08:00', { workingDays: 2 }, '2025-09-22T23:59:59.999+08:00'],
    [
      'working days from a rest day, with a make-up Saturday',
      '2025-10-05T10:00+08:00',
      { workingDays: 5 },
      '2025-10-14T23:59:59.999+08:00',
    ],
    ['days that end on a Sunday roll', '2025-06-12T11:00+08:00', { days: 3 }, '2025-06-16T23:59:59.999+08:00'],
    [
      'days that end on a make-up workday do not',
      '2025-10-08T08:00+08:00',
      { days: 3 },
      '2025-10-11T23:59:59.999+08:00',
    ],
    ['a month into the National Day holiday', '2025-09-05T10:00+08:00', { months: 1 }, '2025-10-09T23:59:59.999+08:00'],
    ['a month from the 31st', '2025-03-31T10:00+08:00', { months: 1 }, '2025-04-30T23:59:59.999+08:00'],
    ['the same day', '2025-09-15T08:50+08:00', { days: 0 }, '2025-09-15T23:59:59.999+08:00'],
    ['the end of the quarter', '2025-02-17T10:00+08:00', { endOf: 'quarter' }, '2025-03-31T23:59:59.999+08:00'],
  ] as [string, string, Span, string][])('%s', (_, start, span, expected) => {
    expect(due(start, span)).toMatchObject({ due: expected, provisional: false });
  });

  it('does not roll a term that ends on the exact date', () => {
    expect(due('2025-03-21T10:00+08:00', { months: 3 }, false).due).toBe('2025-06-21T23:59:59.999+08:00');
  });

  it('counts weekends only beyond the published year, and says so', () => {
    expect(due('2025-12-31T10:00+08:00', { workingDays: 1 })).toEqual({
      due: '2026-01-01T23:59:59.999+08:00',
      provisional: true,
    });
    expect(due('2025-12-31T10:00+08:00', { months: 1 }, false).provisional).toBe(false);
  });

  it('takes Shanghai days whatever offset the start was written in', () => {
    expect(due('2025-03-03T17:30:00Z', { days: 1 }).due).toBe('2025-03-05T23:59:59.999+08:00');
  });

  it('never ends before it starts, and never on a rest day when it rolls', () => {
    const spans = fc.oneof(
      fc.record({ days: fc.integer({ min: 0, max: 400 }) }),
      fc.record({ months: fc.integer({ min: 0, max: 24 }) }),
      fc.record({ workingDays: fc.integer({ min: 1, max: 60 }) }),
    );
    const starts = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2025, 11, 31) }).map(instantAt);
    fc.assert(
      fc.property(starts, spans, (start, span) => {
        const end = dueAfter(start, span, true, calendar2025).due;
        expect(epochOf(end)).toBeGreaterThanOrEqual(epochOf(start));
        expect(calendar2025.isRestDay(end.slice(0, 10) as CalendarDate)).toBe(false);
      }),
    );
  });
});

describe('more time, and time out', () => {
  const period = (start: string, span: Span, roll = true) => ({
    span,
    roll,
    ...dueAfter(at(start), span, roll, calendar2025),
  });

  it.each([
    ['days, from the day before it rolled', '2025-06-12T11:00+08:00', { days: 3 }, { days: 30 }, '2025-07-15'],
    ['days that end on a rest day roll', '2025-03-03T10:00+08:00', { days: 30 }, { days: 3 }, '2025-04-07'],
    ['working days', '2025-09-26T10:00+08:00', { workingDays: 5 }, { workingDays: 2 }, '2025-10-13'],
    ['a month', '2025-03-03T10:00+08:00', { days: 28 }, { months: 1 }, '2025-04-30'],
  ] as [string, string, Span, Span, string][])('extends %s', (_, start, span, more, expected) => {
    expect(extendedBy(period(start, span), more, calendar2025).due.slice(0, 10)).toBe(expected);
  });

  it.each([
    ['ten days out of thirty', { days: 30 }, '2025-03-10T09:00+08:00', '2025-03-20T17:00+08:00', '2025-04-14'],
    ['within one day: nothing', { days: 30 }, '2025-03-10T09:00+08:00', '2025-03-10T17:00+08:00', '2025-04-02'],
    [
      'over a weekend, working days',
      { workingDays: 10 },
      '2025-03-07T09:00+08:00',
      '2025-03-11T09:00+08:00',
      '2025-03-19',
    ],
    [
      'over National Day, working days',
      { workingDays: 20 },
      '2025-03-28T09:00+08:00',
      '2025-04-07T09:00+08:00',
      '2025-04-08',
    ],
  ] as [string, Span, string, string, string][])('does not count %s', (_, span, paused, resumed, expected) => {
    const began = period('2025-03-03T10:00+08:00', span);
    expect(resumedAfter(began, at(paused), at(resumed), calendar2025).due.slice(0, 10)).toBe(expected);
  });

  it('moves hours by hours', () => {
    const began = period('2025-03-03T10:00+08:00', { hours: 24 });
    const resumed = resumedAfter(began, at('2025-03-03T12:00+08:00'), at('2025-03-03T15:30+08:00'), calendar2025);
    expect(resumed.due).toBe('2025-03-04T13:30:00.000+08:00');
    expect(extendedBy(began, { hours: 48 }, calendar2025).due).toBe('2025-03-06T10:00:00.000+08:00');
  });

  it('never brings an end nearer, and a pause of no days changes none', () => {
    const spans = fc.oneof(
      fc.record({ hours: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ days: fc.integer({ min: 0, max: 90 }) }),
      fc.record({ months: fc.integer({ min: 1, max: 6 }) }),
      fc.record({ workingDays: fc.integer({ min: 1, max: 30 }) }),
    );
    const times = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2025, 5, 30) });
    fc.assert(
      fc.property(times, spans, fc.nat(20), fc.nat(40), (start, span, after, pause) => {
        const began = period(instantAt(start), span);
        const paused = instantAt(start + after * 3_600_000);
        const resumed = (days: number) =>
          resumedAfter(began, paused, instantAt(epochOf(paused) + days * 86_400_000), calendar2025).due;
        expect(resumed(pause) >= began.due).toBe(true);
        expect(resumed(0)).toBe(began.due);
        expect(resumed(pause + 1) >= resumed(pause)).toBe(true);
        expect(extendedBy(began, { days: pause + 1 }, calendar2025).due >= began.due).toBe(true);
      }),
    );
  });
});

describe('parseInstant', () => {
  it.each([
    '2025-02-29T10:00+08:00',
    '2025-13-01T10:00Z',
    '2025-03-01T24:00Z',
    '2025-03-01T10:00',
    '2025-03-01',
    'now',
    '0999-01-01T00:00Z',
  ])('refuses %s', (text) => expect(parseInstant(text)).toBeUndefined());

  it('gives every moment one form, so that text order is time order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 4e12 }), (a, b) => {
        expect(epochOf(instantAt(a))).toBe(a);
        expect(instantAt(a) < instantAt(b)).toBe(a < b);
      }),
    );
  });
});
