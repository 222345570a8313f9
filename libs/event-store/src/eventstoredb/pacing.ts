import { StoreError } from '../port.ts';

/** How many milliseconds are left; 0 in the end. */
export type Countdown = () => number;

/** Work that waits for its turn, so that no more than so many streams are open on the one connection. */
export interface Turns {
  /** Runs `work` when there is room, in the order asked; rejects `unavailable` when it has not settled in time. */
  take<T>(time: Countdown, work: () => Promise<T>): Promise<T>;
  /** Settles when nothing runs and nothing waits. */
  idle(): Promise<void>;
}

/** @param most pieces of work at once. */
export function turns(most: number): Turns {
  const waiting = new Set<() => void>();
  const running = new Set<Promise<unknown>>();
  let free = most;

  const enter = async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.add(resolve));
  };
  /** Hands the place on to who has waited longest. */
  const leave = () => {
    const [next] = waiting;
    if (!next) {
      free += 1;
      return;
    }
    waiting.delete(next);
    next();
  };
  const run = async <T>(time: Countdown, work: () => Promise<T>) => {
    await enter();
    try {
      if (time() === 0) throw late();
      return await within(time(), work());
    } finally {
      leave();
    }
  };

  return {
    take(time, work) {
      const result = run(time, work);
      running.add(result);
      const settled = () => running.delete(result);
      result.then(settled, settled);
      return result;
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** One queue a key. */
export interface Lanes {
  /** Runs `work` after what was added under the key before, whatever became of that. */
  add<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Settles when all queues are empty. */
  idle(): Promise<void>;
}

export function lanes(): Lanes {
  const last = new Map<string, Promise<unknown>>();
  return {
    async add(key, work) {
      const before = last.get(key);
      const mine = before ? before.then(work, work) : work();
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
    async idle() {
      while (last.size > 0) await Promise.allSettled(last.values());
    },
  };
}

/** Counts from now on. */
export function countdown(millis: number): Countdown {
  const end = performance.now() + millis;
  return () => Math.max(end - performance.now(), 0);
}

/** Settles as `work` does, or rejects `unavailable` after `millis`; what comes later is heard by nobody. */
function within<T>(millis: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), millis);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function late(): StoreError {
  return new StoreError(
    'unavailable',
    'EventStoreDB: no answer in time; what was asked may have been done all the same',
  );
}
