import { watch } from './histories.ts';
import { plantedHistories } from './planted.histories.ts';
import { planted, reckoned, wrongLines } from './reckonings.ts';
import { calendarCases } from './table.ts';

/** A few seeds on every run; `npm run prove:clocks -- --full` has ten thousand. */
const SEEDS = Array.from({ length: 20 }, (_, n) => n + 1);

describe('the table reckoned by hand', () => {
  it('has two hundred lines, none of them twice', () => {
    expect(calendarCases.length).toBeGreaterThanOrEqual(200);
    const asked = calendarCases.map(({ due, provisional, why, line, table, ...rest }) => JSON.stringify(rest));
    expect(asked.filter((one, n) => asked.indexOf(one) !== n)).toEqual([]);
  });

  it('is what the calendar says', () => {
    expect(wrongLines(reckoned, calendarCases)).toEqual([]);
  });

  it.each(planted)('catches $name', ({ reckon }) => {
    expect(wrongLines(reckon, calendarCases)).not.toEqual([]);
  });
});

describe('random histories', () => {
  it('have no clock moved by comments, edits, refusals or reads', () => {
    const watched = SEEDS.map((seed) => watch(seed));
    expect(watched.flatMap(({ violations }) => violations)).toEqual([]);
    expect(watched.some(({ quiet }) => quiet > 0) && watched.some(({ clocks }) => clocks > 0)).toBe(true);
  });

  it.each(plantedHistories)('catch $name', ({ ways }) => {
    expect(SEEDS.some((seed) => watch(seed, ways).violations.length > 0)).toBe(true);
  });
});
