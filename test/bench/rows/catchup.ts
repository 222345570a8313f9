import { postgresStore } from '#event-store';
import { startChild } from '../children.ts';
import { database, settle } from '../databases.ts';
import { type Emmett, eachEvent, emmett, NO_EMMETT } from '../emmett.ts';
import {
  absolute,
  atLeast,
  type Bench,
  type Closing,
  figure,
  interleaved,
  type Row,
  type Side,
  scope,
} from '../harness.ts';
import { history, law, plant } from '../history.ts';
import type { RebuildMethods } from '../roles/rebuild.ts';
import { fill } from './command.ts';

/** Enough that the first second of a process does not decide. */
const CASES = { standard: 5_000, full: 50_000, quick: 200 };
const THEIR_CASES = 250;
const MEGABYTE = 2 ** 20;
/** What the process may use of it, nursery included; one that needs more ends. */
const HEAP = ['--max-heap-size=256', '--max-semi-space-size=16'];

/** All desk views from an empty state: against Emmett's consumer with one projection, and against reading alone. */
export const catchup: Row = {
  name: 'catchup',
  figures: ['catchup', 'catchup.floor', 'memory.rebuild'],
  run: (bench) =>
    scope(async (closing) => {
      const events = history(law());
      const own = await database(bench, closing);
      const store = await postgresStore({ pool: own.pool });
      await plant(own.pool, { events, first: 0, cases: bench.size(CASES.standard, CASES.full, CASES.quick) });
      await store.close();
      await settle(own);
      let heap = 0;
      let read = 0;
      const ours = async (method: 'rebuild' | 'read') => {
        const child = startChild<RebuildMethods>('rebuild', HEAP);
        try {
          const rebuilt = await child.ask(method, own.url);
          if (method === 'rebuild') heap = Math.max(heap, rebuilt.heap);
          read = rebuilt.events;
          return (rebuilt.events * 1000) / rebuilt.milliseconds;
        } finally {
          await child.close();
        }
      };
      const library = bench.wants('catchup') ? await emmett() : undefined;
      const other = library && (await theirs(bench, closing, library));
      const medians = await interleaved<'ours' | 'floor' | 'emmett'>(bench, 'catchup', {
        ours: () => ours('rebuild'),
        floor: () => ours('read'),
        ...(other ? { emmett: other } : {}),
      });
      const rate = medians.ours ?? Number.NaN;
      return [
        figure({
          name: 'catchup',
          unit: 'events/s',
          goal: atLeast(25),
          ours: rate,
          theirs: medians.emmett,
          note: library ? 'Emmett consumer, one projection, a statement an event, batches of 1,000' : NO_EMMETT,
        }),
        figure({
          name: 'catchup.floor',
          unit: 'events/s',
          goal: atLeast(0.25),
          ours: rate,
          theirs: medians.floor,
          note: 'the same log read and parsed, nothing done',
        }),
        figure({
          name: 'memory.rebuild',
          unit: 'MB',
          goal: absolute('≤ 256 MB', (megabytes) => megabytes <= 256),
          ours: heap / MEGABYTE,
          note: `heap in a rebuild of ${read.toLocaleString('en-US')} events, the most seen`,
        }),
      ];
    }),
};

async function theirs(bench: Bench, closing: Closing, library: Emmett): Promise<Side> {
  const { url } = await database(bench, closing);
  const events = history(law());
  const cases = bench.size(THEIR_CASES, THEIR_CASES, 50);
  const store = library.getPostgreSQLEventStore(url);
  closing(() => store.close());
  await store.schema.migrate();
  await fill(store, events, cases);
  const types = [...new Set(events.map(({ type }) => type))];
  return async (round) => {
    const consumer = library.postgreSQLEventStoreConsumer({
      connectionString: url,
      pulling: { batchSize: 1_000, pullingFrequencyInMs: 1 },
      stopWhen: { noMessagesLeft: true },
    });
    consumer.projector({ projection: eachEvent(library, types), processorId: `rebuild-${round}` });
    const began = performance.now();
    await consumer.start();
    const seconds = (performance.now() - began) / 1000;
    await consumer.close();
    return (cases * events.length) / seconds;
  };
}
