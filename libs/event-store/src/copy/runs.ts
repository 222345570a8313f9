import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '../bell.ts';
import { type EventStore, LARGEST_EVENT, MOST_EVENTS, type StoredEvent, StoreError } from '../port.ts';

/** Events of one stream that follow each other in the log: one append. */
export type Chunk = readonly StoredEvent[];

/**
 * Cuts a page of a log into runs of appends, each to a stream of its own, with at most `together` events: an engine that commits a run as one
 * keeps the global order. No run weighs more than one event may, unless it is one.
 */
export function inRuns(page: readonly StoredEvent[], together: number): readonly (readonly Chunk[])[] {
  const runs: StoredEvent[][][] = [];
  let run: StoredEvent[][] = [];
  let streams = new Set<string>();
  let events = 0;
  let bytes = 0;
  for (const event of page) {
    const chunk = run.at(-1);
    const size = Buffer.byteLength(JSON.stringify([event.data, event.meta]));
    const fits = bytes + size <= LARGEST_EVENT && events < MOST_EVENTS;
    if (fits && chunk?.[0]?.stream === event.stream) {
      chunk.push(event);
    } else if (fits && events < together && run.length > 0 && !streams.has(event.stream)) {
      run.push([event]);
    } else {
      run = [[event]];
      runs.push(run);
      streams = new Set();
      events = 0;
      bytes = 0;
    }
    streams.add(event.stream);
    events += 1;
    bytes += size;
  }
  return runs;
}

/** Appends a run in one turn. What the target has already, because an answer was lost, is no mistake. */
export async function append(to: EventStore, run: readonly Chunk[]): Promise<void> {
  const results = await Promise.allSettled(run.map((chunk) => to.append(streamOf(chunk), before(chunk), chunk)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

function streamOf([first]: Chunk): string {
  return first?.stream ?? '';
}

function before([first]: Chunk) {
  const revision = first?.revision ?? 0;
  return revision === 0 ? 'no-stream' : revision - 1;
}

const ATTEMPTS = 8;

/** Asks again, some seconds long, while an engine is away: a copy may take hours. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const pause = backOff();
  for (let left = ATTEMPTS; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'unavailable' || left === 0) throw error;
      await sleep(pause.next());
    }
  }
}
