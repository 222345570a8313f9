import { randomUUID } from 'node:crypto';
import { type Instant, instantAt } from '#calendar';

/** Stops what was scheduled. */
export type Cancel = () => void;

/** Where time, randomness and scheduling come from: one seam, so that a scenario or a simulation can own them. */
export interface Host {
  now(): Instant;
  newId(): string;
  /** Runs `task` after `milliseconds` of this host's own time. */
  after(milliseconds: number, task: () => void): Cancel;
}

/** The machine's own clock. */
export function systemHost(): Host {
  return {
    now: () => instantAt(Date.now()),
    newId: () => randomUUID(),
    after: (milliseconds, task) => {
      const timer = setTimeout(task, milliseconds);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that stands still until it is moved, for scenarios; real scheduling, since what waits waits for real work. */
export interface OwnedHost extends Host {
  /** Sets the clock; whoever owns it sees to it that a case's time runs forward. */
  moveTo(instant: Instant): void;
  /** From now on the clock is the machine's. */
  release(): void;
}

export function ownedHost(start: Instant): OwnedHost {
  const system = systemHost();
  let now: Instant | null = start;
  return {
    ...system,
    now: () => now ?? system.now(),
    moveTo: (instant) => {
      if (now !== null) now = instant;
    },
    release: () => {
      now = null;
    },
  };
}
