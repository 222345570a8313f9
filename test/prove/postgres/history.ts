import { createHash } from 'node:crypto';
import type { EventStore, NewEvent, StoredEvent } from '#event-store';
import { caseOfStream } from '../../../libs/runtime/src/case.log.ts';
import { calm } from '../sim/faults.ts';
import { simulate } from '../sim/simulate.ts';
import type { World } from '../sim/world.ts';

/** Cases as officers and time alone make them: the log of a simulation without faults. */
export async function history(seed: number): Promise<readonly StoredEvent[]> {
  let calmWorld: World | undefined;
  const run = await simulate(seed, {
    world: (world) => {
      world.rates = calm;
      calmWorld = world;
    },
  });
  if (run.violations.length > 0) throw new Error(`seed ${seed}: ${run.violations[0]}`);
  return (await calmWorld?.events()) ?? [];
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same events of other cases: every id in them is another one. */
export function copied(events: readonly StoredEvent[], copy: number): readonly StoredEvent[] {
  if (copy === 0) return events;
  const known = new Map<string, string>();
  const other = (id: string) => {
    const there = known.get(id);
    if (there !== undefined) return there;
    const hex = createHash('sha1').update(`${copy} ${id}`).digest('hex');
    const made = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
    known.set(id, made);
    return made;
  };
  return JSON.parse(JSON.stringify(events).replaceAll(UUID, other)) as readonly StoredEvent[];
}

const AT_ONCE = 64;
const LARGEST = 200;

/** Writes cases into a log, each stream in its own order, many streams at once. */
export async function pour(store: EventStore, events: readonly StoredEvent[]): Promise<number> {
  const streams = [...Map.groupBy(events, ({ stream }) => stream)].filter(([name]) => caseOfStream(name) !== undefined);
  const work = async () => {
    for (let next = streams.pop(); next; next = streams.pop()) {
      const [stream, own] = next;
      for (let from = 0; from < own.length; from += LARGEST) {
        const part = own
          .slice(from, from + LARGEST)
          .map(({ id, type, data, meta }): NewEvent => ({ id, type, data, meta }));
        await store.append(stream, from === 0 ? 'no-stream' : from - 1, part);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return events.filter(({ stream }) => caseOfStream(stream) !== undefined).length;
}
