import fc from 'fast-check';
import { DAY, HOUR, type Instant, instantAt, parseInstant, workCalendar, workingTime } from './index.ts';
import { calendar2025 } from './published.2025.fixture.ts';

const at = (text: string) => parseInstant(`${text.replace(' ', 'T')}+08:00`) as Instant;

describe('workingTime', () => {
  it.each([
    ['within a workday', '2025-03-03 09:00', '2025-03-03 17:30', 8.5 * HOUR],
    ['over a weekend', '2025-03-07 12:00', '2025-03-10 12:00', DAY],
    ['from one midnight to the next', '2025-03-03 00:00', '2025-03-04 00:00', DAY],
    ['to the last moment of a workday', '2025-03-03 00:00', '2025-03-03 23:59:59.999', DAY - 1],
    ['to the last moment before a weekend', '2025-03-07 00:00', '2025-03-07 23:59:59.999', DAY - 1],
    ['on a weekend', '2025-03-08 00:00', '2025-03-09 23:00', 0],
    ['over a holiday with a make-up workday on a Sunday', '2025-09-28 00:00', '2025-10-09 00:00', 3 * DAY],
    ['backwards', '2025-03-04 00:00', '2025-03-03 00:00', 0],
  ])('%s', (_, from, to, expected) => {
    expect(workingTime(at(from), at(to), calendar2025)).toBe(expected);
  });

  it('is the same whole however it is cut into parts, and no longer than the time itself', () => {
    const calendar = workCalendar({ version: 'x', from: 2025, through: 2025, restDays: [], workdays: [] });
    const moments = fc.array(fc.integer({ min: 1_740_000_000_000, max: 1_745_000_000_000 }), { minLength: 2 });
    fc.assert(
      fc.property(moments, (drawn) => {
        const cuts = drawn.toSorted((a, b) => a - b);
        const parts = cuts.slice(1).map((to, n) => workingTime(instantAt(cuts[n] ?? 0), instantAt(to), calendar));
        const [first = 0, last = 0] = [cuts[0], cuts.at(-1)];
        const whole = workingTime(instantAt(first), instantAt(last), calendar);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
        expect(whole).toBeLessThanOrEqual(last - first);
      }),
    );
  });
});
