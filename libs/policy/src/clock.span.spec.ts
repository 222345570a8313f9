import fc from 'fast-check';
import { epochOf, type Instant, instantAt } from '#calendar';
import { spanOf, yellowFrom } from './clock.span.ts';

describe('spanOf', () => {
  it('takes the number that the document sets, and no more than the most', () => {
    const months = { within: { months: 6, asWritten: 'months', most: 6 } } as const;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), (written) => {
        expect(spanOf(months, { months: written }, false)).toEqual({ months: Math.min(written, 6) });
      }),
    );
    expect(spanOf(months, {}, false)).toEqual({ months: 6 });
    expect(spanOf({ within: { days: 0, asWritten: 'days' } }, { days: 40 }, false)).toEqual({ days: 40 });
  });

  it('takes the first variant whose fields the event has', () => {
    const rule: Parameters<typeof spanOf>[0] = {
      within: { hours: 72 },
      variants: [
        { when: { urgent: true, night: true }, within: { hours: 12 } },
        { when: { urgent: true }, within: { hours: 24 } },
        { when: { urgent: null }, within: { days: 5 } },
      ],
    };
    const of = (data: object) => spanOf(rule, data, false);
    expect([{ urgent: true, night: true }, { urgent: true }, { urgent: false }, {}].map(of)).toEqual([
      { hours: 12 },
      { hours: 24 },
      { hours: 72 },
      { days: 5 },
    ]);
  });

  it('means this month when a cadence begins, and the next one when it was met', () => {
    expect(spanOf({ within: { each: 'month' } }, {}, false)).toEqual({ endOf: 'month' });
    expect(spanOf({ within: { each: 'quarter' } }, {}, true)).toEqual({ endOf: 'next-quarter' });
  });

  it('leaves a day as it is written', () => {
    expect(spanOf({ within: { until: '2024-11-30' } }, {}, false)).toEqual({ until: '2024-11-30' });
    expect(spanOf({ within: { untilWritten: 'ends' } }, { ends: '2025-07-01' }, true)).toEqual({ until: '2025-07-01' });
    expect(spanOf({ within: { on: '03-31' } }, {}, true)).toEqual({ on: '03-31' });
  });
});

describe('yellowFrom', () => {
  const at = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2025, 11, 31) });

  it('lies between start and end, whatever the pack says', () => {
    const yellow = fc.oneof(
      fc.constant(undefined),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.nat(30).map((n) => ({ daysBefore: n + 1 })),
    );
    fc.assert(
      fc.property(at, fc.nat(100 * 24), yellow, (from, hours, when) => {
        const [start, end] = [instantAt(from), instantAt(from + hours * 3_600_000)];
        const near = yellowFrom({ yellow: when }, start, end);
        expect(near >= start && near <= end).toBe(true);
      }),
    );
  });

  it('is so many days before the end', () => {
    const due = '2025-12-13T23:59:59.999+08:00' as Instant;
    const near = yellowFrom({ yellow: { daysBefore: 14 } }, '2025-06-13T10:00:00.000+08:00' as Instant, due);
    expect(near).toBe('2025-11-29T23:59:59.999+08:00');
    expect(epochOf(due) - epochOf(yellowFrom({}, instantAt(epochOf(due) - 4000), due))).toBe(1000);
  });
});
