import fc from 'fast-check';
import { ASSUMPTIONS } from './assumptions.ts';
import { DAYS, drawCases, drawYear } from './draw.ts';
import { setupsFor } from './machines.ts';
import { PATHS } from './paths.ts';
import { loadOf, volumeOf } from './predict.ts';
import { randomFrom } from './random.ts';

const CHILDREN = 2_000_000;

describe('a drawn year', () => {
  it('is the same for one seed and another for another', () => {
    expect(drawYear(CHILDREN, 1)).toEqual(drawYear(CHILDREN, 1));
    expect(drawYear(CHILDREN, 1).hours).not.toEqual(drawYear(CHILDREN, 2).hours);
    expect(drawCases(9, 1, 60)).toEqual(drawCases(9, 1, 60));
  });

  it('loses and invents no child, case or command, whatever the seed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1_000, max: 500_000 }), (seed, children) => {
        const { divisions, paths, hours } = drawYear(children, seed);
        const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
        const { cases, commands } = volumeOf(paths);
        expect(Math.abs(sum(divisions.map((one) => one.children)) - children)).toBeLessThanOrEqual(divisions.length);
        expect(sum(divisions.map((one) => one.cases))).toBe(cases);
        expect(sum(divisions.map((one) => one.commands))).toBe(commands);
        expect(sum([...hours])).toBe(commands);
      }),
      { numRuns: 5 },
    );
  });

  it('has as many cases as assumed, spread over the paths as assumed, and rests at the weekend', () => {
    const { paths, hours } = drawYear(CHILDREN, 3);
    const { cases } = volumeOf(paths);
    const expected = (CHILDREN / 1_000) * ASSUMPTIONS.casesPerThousand.value;
    expect(Math.abs(cases / expected - 1)).toBeLessThan(0.05);
    PATHS.forEach(({ share }, n) => {
      expect(Math.abs((paths[n] ?? 0) / cases - share)).toBeLessThan(0.03);
    });
    const days = Array.from({ length: DAYS }, (_, day) =>
      hours.slice(day * 24, day * 24 + 24).reduce((all, one) => all + one, 0),
    );
    const mean = (rest: boolean) => {
      const those = days.filter((_, day) => day % 7 > 4 === rest);
      return those.reduce((all, one) => all + one, 0) / those.length;
    };
    expect(mean(true)).toBeLessThan(mean(false) / 4);
    expect(days.at(-1)).toBeLessThanOrEqual(Math.max(...days.slice(0, -1))); // nothing is heaped up at the year’s end
  });
});

it('the shares of the paths are a whole', () => {
  expect(PATHS.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  for (const { steps } of PATHS)
    expect(steps.map(({ day }) => day)).toEqual(steps.map(({ day }) => day).toSorted((a, b) => a - b));
});

describe('a load', () => {
  const load = loadOf(drawYear(CHILDREN, 1));

  it('grows with the country', () => {
    const larger = loadOf(drawYear(10 * CHILDREN, 1));
    for (const name of ['cases', 'events', 'logBytes', 'clocksRunning', 'peakHour'] as const) {
      expect(larger[name]).toBeGreaterThan(load[name]);
    }
  });

  it('is the volume of its cases: the log grows by events, the views by cases', () => {
    const { bytesPerEvent, bytesPerCase } = ASSUMPTIONS;
    expect(load.logBytes).toBe(load.events * bytesPerEvent.value);
    expect(load.viewBytes).toBe(load.cases * bytesPerCase.value);
  });

  it('has room on each disk for what stands on it, as long as it is kept', () => {
    const kept = ASSUMPTIONS.yearsKept.value * ASSUMPTIONS.diskFactor.value;
    const [alone, cluster] = setupsFor(load);
    expect(alone?.diskEach).toBeCloseTo((load.logBytes + load.viewBytes) * kept);
    expect(cluster?.diskEach).toBeGreaterThanOrEqual(Math.max(load.logBytes, load.viewBytes) * kept);
  });

  it('is borne some times over by every set-up, none of which hangs on one machine', () => {
    const { commandsPerProcess, readsPerProcess, headroom } = ASSUMPTIONS;
    const heavy = { ...load, commandsAtPeak: 400, readsAtPeak: 9_000 };
    for (const { api, worker, databases, diskEach } of setupsFor(heavy)) {
      expect(api).toBeGreaterThanOrEqual(
        (400 / commandsPerProcess.value + 9_000 / readsPerProcess.value) * headroom.value,
      );
      expect(Math.min(worker, databases)).toBeGreaterThanOrEqual(2);
      expect(diskEach).toBeGreaterThan(0);
    }
    expect(setupsFor({ ...load, commandsAtPeak: 0, readsAtPeak: 0 })[0]?.api).toBe(2);
  });
});

describe('chance by seed', () => {
  it('has the mean that was asked for', () => {
    const random = randomFrom(5);
    const mean = (draw: () => number) =>
      Array.from({ length: 20_000 }, draw).reduce((sum, one) => sum + one, 0) / 20_000;
    expect(mean(random.next)).toBeCloseTo(0.5, 1);
    expect(mean(random.normal)).toBeCloseTo(0, 1);
    expect(Math.abs(mean(() => random.poisson(3)) - 3)).toBeLessThan(0.1);
    expect(Math.abs(mean(() => random.poisson(2_000)) - 2_000)).toBeLessThan(5);
    expect(mean(() => random.pick([1, 3]))).toBeCloseTo(0.75, 1);
  });
});
