import { ASSUMPTIONS } from './assumptions.ts';
import { PATHS } from './paths.ts';
import { type Random, randomFrom } from './random.ts';

export const DAYS = 365;
export const HOURS = DAYS * 24;

/** A division of the first level in the year that was drawn. */
export interface Division {
  readonly children: number;
  readonly cases: number;
  readonly commands: number;
  /** Commands in its busiest hour. */
  readonly peakHour: number;
}

/** A year of a country (一年). */
export interface Year {
  readonly divisions: readonly Division[];
  /** How many cases took each path. */
  readonly paths: readonly number[];
  /** Commands in each hour of the year. */
  readonly hours: Uint32Array;
}

/** How a working day's commands fall on its hours, of the office's opening hours; configured. */
const BY_HOUR: readonly number[] = Array.from({ length: 24 }, (_, hour) => {
  if (hour < 8 || hour > 17) return 0.05;
  if (hour === 12 || hour === 13) return 0.5;
  return hour <= 11 ? 1.5 : 1.1;
});

const isRestDay = (day: number) => day % 7 > 4;

/**
 * Draws a year: children by division, cases by day, a path for each case, an hour for each of its commands. Commands that
 * would fall into the next year are taken to come from the year before: a country that has always gone on like this.
 */
export function drawYear(children: number, seed: number): Year {
  const random = randomFrom(seed);
  const { provinces, spread, casesPerThousand, restDayShare } = ASSUMPTIONS;
  const sizes = Array.from({ length: provinces.value }, () => Math.exp(spread.value * random.normal()));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const dayWeights = Array.from({ length: DAYS }, (_, day) => (isRestDay(day) ? restDayShare.value : 1));
  const year = dayWeights.reduce((sum, weight) => sum + weight, 0);
  const hours = new Uint32Array(HOURS);
  const paths = PATHS.map(() => 0);
  const divisions = sizes.map((size): Division => {
    const own = Math.round((children * size) / all);
    const mine = new Uint32Array(HOURS);
    let cases = 0;
    let commands = 0;
    for (let day = 0; day < DAYS; day += 1) {
      const expected = ((own / 1_000) * casesPerThousand.value * (dayWeights[day] ?? 0)) / year;
      for (let left = random.poisson(expected); left > 0; left -= 1) {
        cases += 1;
        const path = random.pick(PATHS.map(({ share }) => share));
        paths[path] = (paths[path] ?? 0) + 1;
        for (const { day: later } of PATHS[path]?.steps ?? []) {
          const hour = hourOf(day + later, random);
          mine[hour] = (mine[hour] ?? 0) + 1;
          commands += 1;
        }
      }
    }
    mine.forEach((count, hour) => {
      hours[hour] = (hours[hour] ?? 0) + count;
    });
    return { children: own, cases, commands, peakHour: mine.reduce((most, count) => Math.max(most, count), 0) };
  });
  return { divisions, paths, hours };
}

/** What falls on a day of rest waits for Monday, nearly always. */
function hourOf(day: number, random: Random): number {
  const waits = isRestDay(day) && random.next() > ASSUMPTIONS.restDayShare.value;
  const worked = waits ? day + 7 - (day % 7) : day;
  return (worked % DAYS) * 24 + random.pick(BY_HOUR);
}

/** A case to be played: its path, when it begins, and a name for its child. */
export interface PlayedCase {
  readonly path: number;
  readonly day: number;
  readonly child: string;
}

const FAMILY = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗'];
const GIVEN = [...'安宁晨曦雨桐浩然子涵思远欣怡文博佳琪明轩若溪'];

/** A few cases drawn as the year's are, for a run against a real server. */
export function drawCases(count: number, seed: number, within: number): readonly PlayedCase[] {
  const random = randomFrom(seed);
  const one = (of: readonly string[]) => of[Math.floor(random.next() * of.length)] ?? '';
  return Array.from({ length: count }, () => ({
    path: random.pick(PATHS.map(({ share }) => share)),
    day: Math.floor(random.next() * within),
    child: one(FAMILY) + one(GIVEN) + one(GIVEN),
  }));
}
