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

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Waiting<T, R> {
  readonly load: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * From this many appends on, those on their way and those that wait, one half goes while the other is made ready: below, one commit for
 * all is quicker.
 */
const WORTH_HALVING = 32;

/** The most appends of a batch that is one of two: larger ones were slower. */
const MOST_IN_A_CROWD = MOST_EVENTS / 2;

/**
 * Group commit by back-pressure: while a batch is on its way, appends queue; then the next batch takes all that fits, at
 * most one append a stream. No timer: a lone append leaves at once, a crowd shares one commit.
 *
 * A large crowd is halved, and one half made ready while the other is on its way, so that the server need not wait for this
 * process: a third more appends/s from 256 in flight on, a quarter more commands/s with 32. Never are two with the server at once, for all writers wait
 * for the one sequencer.
 *
 * `commit` makes a batch ready, waits for `before`, which settles when the batch before it has been answered, sends it, and
 * answers for each append of the batch in order, with a result or an Error; when it rejects, all of them fail.
 */
export function groupCommit<T extends Load, R>(
  commit: (batch: readonly T[], before: Promise<void>) => Promise<readonly (R | Error)[]>,
): Group<T, R> {
  /** Each stream's appends in order. A stream with appends is in `ready`, or its first append is in a batch. */
  const lanes = new Map<string, Waiting<T, R>[]>();
  const ready = new Set<string>();
  let runs = 0;
  let ended: Promise<void> = Promise.resolve();
  /** How many appends are in batches that have not been answered. */
  let away = 0;
  let answered: Promise<void> = Promise.resolve();

  /** Whether what waits is to go in a batch of its own beside the one that is on its way. */
  const crowded = () => away > 0 && ready.size + away >= WORTH_HALVING && ready.size >= WORTH_HALVING / 2;

  const take = () => {
    if (away > 0 && !crowded()) return []; // whoever is on its way takes it then
    const all = ready.size + away;
    const most = all < WORTH_HALVING ? all : Math.min(Math.ceil(all / 2), MOST_IN_A_CROWD);
    const batch: Waiting<T, R>[] = [];
    let events = 0;
    let bytes = 0;
    for (const stream of ready) {
      const next = lanes.get(stream)?.[0];
      if (!next) continue;
      if (batch.length === most) break;
      events += next.load.events.length;
      bytes += next.load.events.reduce((sum, event) => sum + event.bytes, 0);
      if (batch.length > 0 && (events > MOST_EVENTS || bytes > HEAVIEST_BATCH)) break;
      batch.push(next);
      ready.delete(stream);
    }
    return batch;
  };

  const leave = (batch: readonly Waiting<T, R>[]) => {
    away -= batch.length;
    for (const { load } of batch) {
      const lane = lanes.get(load.stream);
      lane?.shift();
      if (lane?.length) ready.add(load.stream);
      else lanes.delete(load.stream);
    }
  };

  const inTurn = (batch: readonly Waiting<T, R>[]) => {
    const answer = commit(
      batch.map(({ load }) => load),
      answered,
    );
    answered = Promise.allSettled([answered, answer]).then(() => undefined);
    return answer;
  };

  const run = async () => {
    await undefined; // what is appended in the same turn shares the batch
    for (let batch = take(); batch.length > 0; batch = take()) {
      away += batch.length;
      runWhereNeeded();
      try {
        const results = await inTurn(batch);
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
      if (crowded()) await nextTurn(); // the other half is sent first
    }
    runs -= 1; // in the same turn as the last look: what is added from now on starts another run
  };

  /** One run takes what waits, batch after batch; a second one in a crowd. */
  const runWhereNeeded = () => {
    if (ready.size === 0 || runs > (crowded() ? 1 : 0)) return;
    runs += 1;
    ended = Promise.all([ended, run()]).then(() => undefined); // nothing of the runs before is kept
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
        runWhereNeeded();
      }),
    async idle() {
      while (runs > 0) await ended;
    },
  };
}
