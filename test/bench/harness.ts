/** One line of the table and of `results/latest.json`; what was not measured is null. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number | null;
  readonly theirs: number | null;
  readonly ratio: number | null;
  readonly goal: string;
  readonly holds: boolean | null;
  /** What it was compared with, or why with nothing. */
  readonly note: string;
}

/** What rows are given. */
export interface Bench {
  /** The throw-away server's superuser connection string. */
  readonly serverUrl: string;
  readonly rounds: number;
  /** How long a rate is counted, in milliseconds. */
  readonly window: number;
  /** Picks a row's size: as it is shipped, with `--full`, or with `--quick`: a hundredth part unless the row says otherwise. */
  size(standard: number, full: number, quick?: number): number;
  wants(figure: string): boolean;
  progress(line: string): void;
}

/** Several figures that share their preparation. */
export interface Row {
  readonly name: string;
  readonly figures: readonly string[];
  run(bench: Bench): Promise<readonly Figure[]>;
}

/** What is to be reached: of the ratio, unless the row says otherwise. */
export interface Goal {
  readonly text: string;
  holds(ours: number, ratio: number | null): boolean | null;
}

export const atLeast = (times: number): Goal => ({
  text: `≥ ${times}×`,
  holds: (_, ratio) => (ratio === null ? null : ratio >= times),
});

export const atMost = (times: number): Goal => ({
  text: `≤ ${times}×`,
  holds: (_, ratio) => (ratio === null ? null : ratio <= times),
});

/** A goal of our own figure, with nothing beside it. */
export const absolute = (text: string, holds: (ours: number) => boolean): Goal => ({ text, holds });

export interface Measured {
  readonly name: string;
  readonly unit: string;
  readonly goal: Goal;
  readonly ours: number;
  readonly theirs?: number | undefined;
  readonly note: string;
}

export function figure({ name, unit, goal, ours, theirs, note }: Measured): Figure {
  const ratio = theirs ? ours / theirs : null;
  return { name, unit, ours, theirs: theirs ?? null, ratio, goal: goal.text, holds: goal.holds(ours, ratio), note };
}

/** One competitor: measures once and gives its figure. */
export type Side = (round: number) => Promise<number>;

/** Measures all sides in turn, round for round, each second round backwards, and gives the median of each. */
export async function interleaved<K extends string>(
  { rounds, progress }: Pick<Bench, 'rounds' | 'progress'>,
  name: string,
  sides: Readonly<Partial<Record<K, Side>>>,
): Promise<Readonly<Partial<Record<K, number>>>> {
  const all = Object.entries(sides) as [K, Side][];
  const seen = new Map<K, number[]>(all.map(([key]) => [key, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? all : all.toReversed();
    for (const [key, side] of order) seen.get(key)?.push(await side(round));
    const said = all.map(([key]) => `${key} ${shown(seen.get(key)?.at(-1) ?? Number.NaN)}`);
    progress(`${name} ${round + 1}/${rounds}: ${said.join(', ')}`);
  }
  return Object.fromEntries([...seen].map(([key, figures]) => [key, quantile(figures, 0.5)])) as Record<K, number>;
}

/** Nearest rank; the median of an even number is the mean of the middle two. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  if (share !== 0.5) return sorted[Math.round(at)] ?? Number.NaN;
  return ((sorted[Math.floor(at)] ?? Number.NaN) + (sorted[Math.ceil(at)] ?? Number.NaN)) / 2;
}

export function shown(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

/** Whatever ran one side and is gone when it is done. */
export type Closing = (work: () => Promise<unknown>) => void;

/** Runs `work` and then all that it asked to be closed, the newest first. */
export async function scope<T>(work: (closing: Closing) => Promise<T>): Promise<T> {
  const closing: (() => Promise<unknown>)[] = [];
  try {
    return await work((close) => closing.unshift(close));
  } finally {
    for (const close of closing) await close();
  }
}

/** The share of the window that goes before it, to warm up. */
export const WARM = 0.2;

/** How often a second `once` is done, so many at a time, counted after a fifth of the window has warmed it up. */
export async function throughput(
  inFlight: number,
  window: number,
  once: (n: number) => Promise<unknown>,
): Promise<number> {
  const begin = performance.now() + WARM * window;
  const end = begin + window;
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (performance.now() < end) {
      await once(next++);
      const now = performance.now();
      if (now > begin && now <= end) done += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (done * 1000) / window;
}
