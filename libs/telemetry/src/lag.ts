import type { Position } from '#event-store';

/** How long a follower has been behind the log (滞后), known from looking at both now and then. */
export interface Lag {
  /** Seconds; at least so long, since it is known only as of the looks before. */
  seen(head: Position | null, reached: Position | null, now: number): number;
}

export function lagOf(compare: (a: Position | null, b: Position | null) => number): Lag {
  let waited: { readonly head: Position | null; readonly since: number } | undefined;
  return {
    seen: (head, reached, now) => {
      if (compare(head, reached) <= 0) {
        waited = undefined;
        return 0;
      }
      if (!waited || compare(waited.head, reached) <= 0) waited = { head, since: now };
      return (now - waited.since) / 1_000;
    },
  };
}
