import fc from 'fast-check';
import type { TallySum } from '#runtime';
import { always } from '../../../case/src/always.fixture.ts';
import { admonished, flagged, ordered, reported, sealed } from '../../../case/src/given.fixture.ts';
import { CASES } from '../../../case/src/random.history.fixture.ts';
import { countedIn, summed, tallyChanges } from '../../../runtime/src/views/tally.ts';
import { desks } from '../registry.ts';
import { bucketOf, lengthOf, quantile } from './histogram.ts';
import { scorecardOf } from './scorecard.ts';
import { hiddenIn, LEAST } from './suppression.ts';
import { talliesOf } from './tallies.ts';
import { toldTo } from './told.fixture.ts';

const HOUR = 3_600_000;

describe('the histogram', () => {
  const lengths = fc.array(fc.integer({ min: 60_001, max: 3 * 365 * 24 * HOUR }), { minLength: 1, maxLength: 200 });

  it('gives any quantile within 5 %', () => {
    fc.assert(
      fc.property(lengths, fc.constantFrom(0.5, 0.9, 1), (drawn, share) => {
        const buckets = new Map<number, number>();
        for (const length of drawn) buckets.set(bucketOf(length), (buckets.get(bucketOf(length)) ?? 0) + 1);
        const truth = drawn.toSorted((a, b) => a - b)[Math.ceil(share * drawn.length) - 1] ?? 0;
        expect(Math.abs((quantile(buckets, share) ?? 0) - truth) / truth).toBeLessThanOrEqual(0.05);
      }),
    );
  });

  it('has no quantile of nothing, and counts all up to a minute as a minute', () => {
    expect(quantile(new Map(), 0.5)).toBeNull();
    expect([bucketOf(0), bucketOf(-5), bucketOf(60_000), lengthOf(0)]).toEqual([0, 0, 0, 60_000]);
  });
});

describe('what a case is counted for', () => {
  const counts = (entries: ReturnType<typeof toldTo>) =>
    talliesOf(entries).map(({ agency, month, measure, bucket }) => {
      const hours = Math.round(lengthOf(bucket) / HOUR);
      return `${agency} ${month} ${measure}${bucket > 0 ? ` ~${hours} h` : ''}`;
    });

  it('a duty for who is charged with it: begun, breached, finished; receipt and acceptance for who gave them', () => {
    const { events } = reported().does('2025-03-05 10:00', 'psb', 'AcceptCase', {});
    const told = counts(toldTo(events)).filter((line) => line.startsWith('psb'));
    expect(told).toEqual([
      'psb 2025-03 duties',
      'psb 2025-03 breached',
      'psb 2025-03 finished ~48 h',
      'psb 2025-03 duties',
      'psb 2025-03 accepted ~48 h',
      'psb 2025-03 signed ~48 h',
    ]);
  });

  it('a breach once, that time alone brought about before the work was done late', () => {
    const { events } = reported().until('2025-03-05 09:00').does('2025-03-05 10:00', 'psb', 'AcceptCase', {});
    const told = counts(toldTo(events)).filter((line) => /^psb .* (breached|finished)/.test(line));
    expect(told).toEqual(['psb 2025-03 breached', 'psb 2025-03 finished ~48 h']);
  });

  it('how long it took until it was done, not until somebody entered it', () => {
    const late = { occurredAt: '2025-03-03 15:00' };
    const { events } = reported().does('2025-03-05 10:00', 'psb', 'AcceptCase', {}, late);
    expect(counts(toldTo(events))).toContain('psb 2025-03 finished ~5 h');
  });

  it('what is handed on is returned by one, begun by the other, finished by neither', () => {
    const { events } = reported().does('2025-03-03 12:00', 'psb', 'HandOverReport', { to: 'far-psb' });
    const told = counts(toldTo(events)).filter((line) => line.includes('psb'));
    expect(told).toEqual(['psb 2025-03 duties', 'psb 2025-03 returned', 'far-psb 2025-03 duties']);
  });

  it('receipt and acceptance of what was handed on, from when it came', () => {
    const { events } = reported()
      .does('2025-03-03 12:00', 'psb', 'HandOverReport', { to: 'far-psb' })
      .does('2025-03-04 12:00', 'far-psb', 'AcceptCase', {});
    expect(counts(toldTo(events))).toContain('far-psb 2025-03 accepted ~24 h');
  });

  it('nothing as finished that ended with the case', () => {
    const { events } = flagged().does('2025-03-04 09:00', 'ca', 'CloseCase', { closingReason: 'UNSUBSTANTIATED' });
    expect(counts(toldTo(events)).filter((line) => line.includes('finished'))).toEqual([]);
    expect(counts(toldTo(events)).some((line) => line.includes('duties'))).toBe(true);
  });

  it('what is declined by who was to give the guidance is returned, not finished', () => {
    const order = { orderType: 'GUIDANCE', termMonths: 3, sessionEveryMonths: 1, provider: 'wf' } as const;
    const { events } = admonished()
      .does('2025-03-06 09:00', 'psb', 'IssueOrder', order)
      .does('2025-03-07 09:00', 'wf', 'DeclineProvision', { because: sealed('力量不足') });
    const told = counts(toldTo(events)).filter((line) => line.startsWith('wf'));
    expect(told.filter((line) => /returned|finished/.test(line))).toEqual(['wf 2025-03 returned']);
  });

  it('the duties that its agencies were charged with, and no window in which something might be done', () => {
    const { events, record } = ordered().does('2025-06-06 09:00', 'psb', 'FulfilOrder', {});
    const duties = record.clocks.filter(({ kind, holder }) => kind === 'duty' && holder !== null);
    expect(record.clocks.some(({ kind, holder }) => kind !== 'duty' && holder !== null)).toBe(true);
    const told = talliesOf(toldTo(events)).filter(({ measure }) => measure === 'duties');
    expect(told.map(({ agency }) => agency).sort()).toEqual(duties.map(({ holder }) => holder).sort());
  });

  it('differences, event by event, sum to what the whole is counted for', () => {
    always((history) => {
      for (const id of CASES) {
        const entries = toldTo(history.events(id), id);
        const told = (length: number) => new Map([['oversight', entries.slice(0, length)]]);
        const changes = entries.flatMap((_, n) =>
          tallyChanges(countedIn(told(n), desks), countedIn(told(n + 1), desks)),
        );
        expect(summed(changes)).toEqual(summed([...countedIn(told(entries.length), desks).values()]));
        expect(summed(changes).every(({ count }) => count > 0)).toBe(true);
      }
    }, 8);
  });
});

describe('small numbers', () => {
  it('are hidden, with others so that they cannot be reckoned from the total', () => {
    const lines = fc.array(fc.nat(12), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, (values) => {
        const hidden = hiddenIn(
          values.map((n) => ({ n })),
          'n',
        );
        const secret = values.filter((_, n) => hidden[n]);
        const open = values.filter((_, n) => !hidden[n]);
        expect(open.filter((value) => value > 0 && value < LEAST)).toEqual([]);
        if (secret.length === 0 || open.every((value) => value === 0)) return;
        expect(secret.length).toBeGreaterThan(1);
        expect(secret.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(LEAST);
      }),
    );
  });

  it('are those below five: five are told, and nought tells of nobody', () => {
    const hidden = (...values: readonly number[]) =>
      hiddenIn(
        values.map((n) => ({ n })),
        'n',
      );
    expect(hidden(5, 9, 0)).toEqual([false, false, false]);
    expect(hidden(4, 9, 5, 0)).toEqual([true, false, true, false]); // the smallest that was shown follows
  });

  const sum = (key: string, measure: string, count: number, bucket = 0): TallySum[] => [
    { by: 'agency', key, measure, bucket, count },
    { by: 'all', key: '', measure, bucket, count },
  ];

  it('leave a line without a number; a rate that tells of a few is hidden too', () => {
    const sums = [
      ...sum('a', 'duties', 20),
      ...sum('b', 'duties', 3),
      ...sum('c', 'duties', 9),
      ...sum('a', 'breached', 2),
    ];
    const all = [...Map.groupBy(sums, ({ by, key, measure }) => `${by} ${key} ${measure}`).values()].flatMap((own) => {
      const count = own.reduce((so, { count }) => so + count, 0);
      return own.slice(0, 1).map((one) => ({ ...one, count }));
    });
    const { total, byAgency } = scorecardOf(all);
    expect(byAgency.map(({ key, count, breachRate }) => [key, count, breachRate])).toEqual([
      ['a', 20, null],
      ['b', null, null],
      ['c', null, null],
    ]);
    expect([total.count, total.breachRate, total.suppressed]).toEqual([32, null, true]);
  });

  it('a rate is hidden where it would tell how few kept their time', () => {
    const { total } = scorecardOf([...sum('a', 'duties', 8), ...sum('a', 'breached', 6)]);
    expect([total.count, total.breachRate]).toEqual([8, null]);
    const { total: many } = scorecardOf([...sum('a', 'duties', 12), ...sum('a', 'breached', 6)]);
    expect([many.count, many.breachRate]).toEqual([12, 0.5]);
  });

  it('an empty place has an empty scorecard', () => {
    const { total, byAgency, byMonth } = scorecardOf([]);
    expect([total.count, total.finished, byAgency, byMonth]).toEqual([
      null,
      { count: null, median: null, p90: null },
      [],
      [],
    ]);
  });
});
