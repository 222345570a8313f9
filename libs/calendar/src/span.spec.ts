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
    ['the end of the next month', '2025-01-31T10:00+08:00', { endOf: 'next-month' }, '2025-02-28T23:59:59.999+08:00'],
    ['the next quarter', '2025-03-31T10:00+08:00', { endOf: 'next-quarter' }, '2025-06-30T23:59:59.999+08:00'],
    ['a fixed date this year', '2025-04-01T08:00+08:00', { on: '09-30' }, '2025-09-30T23:59:59.999+08:00'],
    ['a fixed date on its own day', '2025-03-31T08:00+08:00', { on: '03-31' }, '2026-03-31T23:59:59.999+08:00'],
    ['a fixed date that rests', '2025-01-05T08:00+08:00', { on: '06-01' }, '2025-06-03T23:59:59.999+08:00'],
    ['29 February of a year without', '2025-01-05T08:00+08:00', { on: '02-29' }, '2025-02-28T23:59:59.999+08:00'],
  ] as [string, string, Span, string][])('%s', (_, start, span, expected) => {
    expect(due(start, span)).toMatchObject({ due: expected, provisional: expected > '2026' });
  });

  it('does not roll a term that ends on the exact date', () => {
    expect(due('2025-03-21T10:00+08:00', { months: 3 }, false).due).toBe('2025-06-21T23:59:59.999+08:00');
  });

  it('counts weekends only beyond the published year, and says so', () => {
    expect(due('2025-12-31T10:00+08:00', { workingDays: 1 })).toEqual({
      due: '2026-01-01T23:59:59.999+08:00',
      provisional: true,
    });
    expect(due('2025-12-31T10:00+08:00', { workingDays: 1 }, false).provisional).toBe(true); // rolled or not, rest days count
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

it('what starts later is never due earlier', () => {
  const starts = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2025, 11, 31) });
  const spans: fc.Arbitrary<Span> = fc.oneof(
    fc.record({ hours: fc.integer({ min: 1, max: 200 }) }),
    fc.record({ days: fc.nat(90) }),
    fc.record({ months: fc.integer({ min: 1, max: 14 }) }),
    fc.record({ workingDays: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ endOf: fc.constantFrom('month', 'quarter', 'next-month', 'next-quarter') }),
    fc.record({ on: fc.constantFrom('03-31', '09-30', '02-29', '10-01') }),
  );
  fc.assert(
    fc.property(starts, fc.nat(40 * 24), spans, fc.boolean(), (start, hours, span, roll) => {
      const later = instantAt(start + hours * 3_600_000);
      const [first, second] = [instantAt(start), later].map((from) => dueAfter(from, span, roll, calendar2025).due);
      expect((first as Instant) <= (second as Instant)).toBe(true);
    }),
  );
});

describe('dates and cadences', () => {
  const starts = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2029, 11, 31) }).map(instantAt);
  const days = fc
    .integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2023, 11, 31) })
    .map((epoch) => instantAt(epoch).slice(5, 10));
  const end = (start: Instant, span: Span) => dueAfter(start, span, false, calendar2025).due;

  it('a fixed date is that day of the year, after the start and within a year of it', () => {
    fc.assert(
      fc.property(starts, days, (start, on) => {
        const last = end(start, { on });
        expect(last.slice(5, 10)).toBe(on);
        expect(last.slice(0, 10) > start.slice(0, 10)).toBe(true);
        expect(last <= end(start, { months: 12 })).toBe(true);
      }),
    );
  });

  it('a fixed date met on its day leads to the same day of the next year', () => {
    fc.assert(
      fc.property(starts, days, (start, on) => {
        const first = end(start, { on });
        const second = end(first, { on });
        expect([Number(second.slice(0, 4)) - Number(first.slice(0, 4)), second.slice(4)]).toEqual([1, first.slice(4)]);
      }),
    );
  });

  it('the next month or quarter begins where this one ends, so that a cadence leaves no day out', () => {
    fc.assert(
      fc.property(starts, fc.constantFrom('month', 'quarter' as const), (start, period) => {
        const now = end(start, { endOf: period });
        const next = end(start, { endOf: `next-${period}` });
        const firstOfNext = instantAt(epochOf(now) + 1);
        expect(firstOfNext.slice(8, 10)).toBe('01');
        expect(end(firstOfNext, { endOf: period })).toBe(next);
        expect(start <= now && now < next).toBe(true);
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
