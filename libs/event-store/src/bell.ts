import { setTimeout as sleep } from 'node:timers/promises';

/** Wakes those who wait for the log to grow. What rings between a look and the wait is not missed. */
export interface Bell {
  ring(): void;
  /** How often it has rung: take this before looking, and give it to `heard`. */
  count(): number;
  /** Settles when it has rung since `count`, when `within` milliseconds have passed, or when `signal` aborts. */
  heard(count: number, until: { readonly signal: AbortSignal; readonly within?: number }): Promise<void>;
}

/** A bell of this process. */
export function bell(): Bell {
  const sleepers = new Set<() => void>();
  let rung = 0;
  return {
    ring() {
      rung += 1;
      for (const wake of [...sleepers]) wake();
    },
    count: () => rung,
    heard: (count, { signal, within }) =>
      new Promise((resolve) => {
        if (rung !== count || signal.aborted) return resolve();
        const wake = () => {
          clearTimeout(timer);
          sleepers.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = within === undefined ? undefined : setTimeout(wake, within);
        sleepers.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
}

/** How long to rest before trying again: 50 ms, then twice as long each time up to 2 s. */
export function backOff(first = 50, longest = 2_000): { next(): number; reset(): void } {
  let wait = first;
  return {
    next() {
      const now = wait;
      wait = Math.min(wait * 2, longest);
      return now;
    },
    reset() {
      wait = first;
    },
  };
}

/** Settles after `milliseconds`, or at once when `signal` aborts. */
export async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
