import { LARGEST_EVENT, MOST_EVENTS } from '../port.ts';

/** What one append weighs in a batch, and which stream it must be alone in. */
export interface Load {
  readonly stream: string;
  readonly events: readonly { readonly bytes: number }[];
}

/** Gathers appends into batches. */
export interface Group<T extends Load, R> {
  /** Resolves or rejects with what became of this append; appends to one stream are committed in the order given. */
  add(load: T): Promise<R>;
  /** Settles when nothing waits and nothing is on its way. */
  idle(): Promise<void>;
}

/** A batch carries at most this many bytes, or one append. */
const HEAVIEST_BATCH = 8 * LARGEST_EVENT;

interface Waiting<T, R> {
  readonly load: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit by back-pressure: while a batch is on its way, appends queue; then the next batch takes all that fits, at
 * most one append a stream. No timer: a lone append leaves at once, a crowd shares one commit. More than one batch at a time
 * gained nothing when measured: all wait for the one sequencer.
 *
 * `commit` answers for each append of the batch in order, with a result or an Error; when it rejects, all of them fail.
 */
export function groupCommit<T extends Load, R>(
  commit: (batch: readonly T[]) => Promise<readonly (R | Error)[]>,
): Group<T, R> {
  /** Each stream's appends in order. A stream with appends is in `ready`, or its first append is in a batch. */
  const lanes = new Map<string, Waiting<T, R>[]>();
  const ready = new Set<string>();
  let running: Promise<void> | undefined;

  const take = () => {
    const batch: Waiting<T, R>[] = [];
    let events = 0;
    let bytes = 0;
    for (const stream of ready) {
      const next = lanes.get(stream)?.[0];
      if (!next) continue;
      events += next.load.events.length;
      bytes += next.load.events.reduce((sum, event) => sum + event.bytes, 0);
      if (batch.length > 0 && (events > MOST_EVENTS || bytes > HEAVIEST_BATCH)) break;
      batch.push(next);
      ready.delete(stream);
    }
    return batch;
  };

  const leave = (batch: readonly Waiting<T, R>[]) => {
    for (const { load } of batch) {
      const lane = lanes.get(load.stream);
      lane?.shift();
      if (lane?.length) ready.add(load.stream);
      else lanes.delete(load.stream);
    }
  };

  const run = async () => {
    await undefined; // what is appended in the same turn shares the batch
    for (let batch = take(); batch.length > 0; batch = take()) {
      try {
        const results = await commit(batch.map(({ load }) => load));
        leave(batch);
        batch.forEach(({ resolve, reject }, index) => {
          const result = results[index];
          if (result === undefined) reject(new Error('a batch was answered in part'));
          else if (result instanceof Error) reject(result);
          else resolve(result);
        });
      } catch (error) {
        leave(batch);
        for (const { reject } of batch) reject(error);
      }
    }
    running = undefined; // in the same turn as the last look: what is added from now on starts another run
  };

  return {
    add: (load) =>
      new Promise((resolve, reject) => {
        const lane = lanes.get(load.stream);
        if (lane) {
          lane.push({ load, resolve, reject });
          return;
        }
        lanes.set(load.stream, [{ load, resolve, reject }]);
        ready.add(load.stream);
        running ??= run();
      }),
    async idle() {
      while (running) await running;
    },
  };
}
