import { ASSUMPTIONS } from './assumptions.ts';
import { DAYS, type Year } from './draw.ts';
import { PATHS } from './paths.ts';

/** What so many cases of each path make (推算). */
export interface Volume {
  readonly cases: number;
  readonly commands: number;
  readonly events: number;
  readonly clocks: number;
  readonly clockDays: number;
  readonly logBytes: number;
  readonly viewBytes: number;
}

/** The volume of cases by path: sums of what a case of each path was measured to make. */
export function volumeOf(paths: readonly number[]): Volume {
  const sum = (of: (path: (typeof PATHS)[number]) => number) =>
    PATHS.reduce((total, path, n) => total + of(path) * (paths[n] ?? 0), 0);
  const cases = sum(() => 1);
  const events = sum((path) => path.events);
  return {
    cases,
    commands: sum(({ steps }) => steps.length),
    events,
    clocks: sum((path) => path.clocks),
    clockDays: sum((path) => path.clockDays),
    logBytes: events * ASSUMPTIONS.bytesPerEvent.value,
    viewBytes: cases * ASSUMPTIONS.bytesPerCase.value,
  };
}

/** A year in numbers: volume, and the load at its peak. */
export interface Load extends Volume {
  readonly reads: number;
  /** Clocks that run on an ordinary day. */
  readonly clocksRunning: number;
  /** The hour of the year with the most commands, and how many. */
  readonly busiestHour: number;
  readonly peakHour: number;
  /** A second of the busiest minute. */
  readonly commandsAtPeak: number;
  readonly readsAtPeak: number;
  /** Share of the largest division in all commands. */
  readonly largestShare: number;
}

export function loadOf({ divisions, paths, hours }: Year): Load {
  const volume = volumeOf(paths);
  const peakHour = hours.reduce((most, count) => Math.max(most, count), 0);
  const commandsAtPeak = (peakHour / 3_600) * ASSUMPTIONS.peakFactor.value;
  const largest = divisions.reduce((most, { commands }) => Math.max(most, commands), 0);
  return {
    ...volume,
    reads: volume.commands * ASSUMPTIONS.readsPerCommand.value,
    clocksRunning: volume.clockDays / DAYS,
    busiestHour: hours.indexOf(peakHour),
    peakHour,
    commandsAtPeak,
    readsAtPeak: commandsAtPeak * ASSUMPTIONS.readsPerCommand.value,
    largestShare: largest / volume.commands,
  };
}
