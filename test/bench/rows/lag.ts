import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { isRefusal } from '#case';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { ownedHost, postgresViews, startRuntime } from '#runtime';
import { memoryDataKeys, newKeys, openVault } from '#vault';
import { database, settle } from '../databases.ts';
import { type Emmett, emmett, NO_EMMETT, SEEN, toldWhenSeen } from '../emmett.ts';
import { type Bench, type Closing, figure, type Goal, interleaved, quantile, type Row, scope } from '../harness.ts';
import { AFTERWARDS, caseIdOf, history, law, plant, WHO } from '../history.ts';
import { sample } from './append.ts';

const RATE = 200;
const CASES = 500;
const THEIR_SHARE = 1 / 40;

/** Milliseconds from the acknowledged, durable append until it can be read in a view, for each command of one round. */
type Lags = () => Promise<readonly number[]>;

/** At 200 commands a second: how long after its acknowledgement a command is visible at a desk. */
export const lag: Row = {
  name: 'lag',
  figures: ['lag.p50', 'lag.p99'],
  run: (bench) =>
    scope(async (closing) => {
      const own = await ours(bench, closing);
      const library = await emmett();
      const other = library && (await theirs(bench, closing, library));
      const last = new Map<string, readonly number[]>();
      const p99 = new Map<string, number[]>();
      const side = (name: string, lags: Lags) => async () => {
        const seen = await lags();
        last.set(name, seen);
        p99.set(name, [...(p99.get(name) ?? []), quantile(seen, 0.99)]);
        return quantile(seen, 0.5);
      };
      const medians = await interleaved<'ours' | 'emmett'>(bench, 'lag p50', {
        ours: side('ours', own),
        ...(other ? { emmett: side('emmett', other) } : {}),
      });
      const tail = (name: string) => quantile(p99.get(name) ?? [], 0.5);
      const note = other ? 'Emmett consumer, pulling each 10 ms' : NO_EMMETT;
      return [
        figure({
          name: 'lag.p50',
          unit: 'ms',
          goal: within(2),
          ours: medians.ours ?? Number.NaN,
          theirs: medians.emmett,
          note,
        }),
        figure({
          name: 'lag.p99',
          unit: 'ms',
          goal: within(25),
          ours: tail('ours'),
          theirs: other && tail('emmett'),
          note,
        }),
      ];
    }),
};

const within = (milliseconds: number): Goal => ({
  text: `≤ ${milliseconds} ms, ≤ 1/40`,
  holds: (lag, ratio) => lag <= milliseconds && (ratio === null || ratio <= THEIR_SHARE),
});

/** Starts one each five milliseconds, whether the one before is done or not. */
async function steadily(milliseconds: number, once: (n: number) => Promise<number>): Promise<readonly number[]> {
  const began = performance.now();
  const running: Promise<number>[] = [];
  for (let n = 0; n * (1000 / RATE) < milliseconds; n += 1) {
    const wait = began + n * (1000 / RATE) - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    running.push(once(n));
  }
  return Promise.all(running);
}

async function ours(bench: Bench, closing: Closing): Promise<Lags> {
  const own = await database(bench, closing);
  const store = await postgresStore({ pool: own.pool });
  const views = await postgresViews({ ...own, desks });
  const given = law();
  await plant(own.pool, { events: history(given), first: 0, cases: bench.size(CASES, CASES, 200) });
  const runtime = await startRuntime({
    ...given,
    store,
    views,
    desks,
    vault: await openVault({ keys: newKeys(AFTERWARDS), dataKeys: memoryDataKeys() }),
    host: ownedHost(AFTERWARDS),
    clocksByThemselves: false,
    trouble: (error) => bench.progress(`lag: ${error.message}`),
  });
  closing(() => runtime.close());
  await runtime.settled();
  await settle(own);
  const officer = given.directory.officer(WHO.federation);
  if (!officer) throw new Error(`no officer ${WHO.federation}`);
  return () =>
    steadily(2 * bench.window, async (n) => {
      const caseId = caseIdOf(n % bench.size(CASES, CASES, 200));
      const input = { attended: true };
      const request = {
        command: 'RecordGuidanceSession',
        officer,
        idempotencyKey: randomUUID(),
        caseId,
        input,
      } as const;
      const outcome = await runtime.submit(request);
      if (isRefusal(outcome)) throw new Error(`refused: ${outcome.refused} ${outcome.message.en}`);
      const acknowledged = performance.now();
      const { view: state } = await runtime.shows('service-agency', officer, caseId, outcome.position);
      // still pending after two seconds counts with the time waited
      if (state === 'NO_LONGER_YOURS') throw new Error('the case has left the desk');
      return performance.now() - acknowledged;
    });
}

/** Emmett's projection says by NOTIFY, which is told with its commit, that a stream can be read in its table. */
async function theirs(bench: Bench, closing: Closing, library: Emmett): Promise<Lags> {
  const { url } = await database(bench, closing);
  const store = library.getPostgreSQLEventStore(url);
  closing(() => store.close());
  await store.schema.migrate();
  const consumer = library.postgreSQLEventStoreConsumer({
    connectionString: url,
    pulling: { batchSize: 100, pullingFrequencyInMs: 10 },
  });
  consumer.projector({ projection: toldWhenSeen(library, [sample().type]), processorId: 'lag' });
  consumer.start().catch((error: Error) => bench.progress(`lag: Emmett: ${error.message}`));
  closing(() => consumer.close());
  const waiting = new Map<string, () => void>();
  const listening = new pg.Client({ connectionString: url });
  await listening.connect();
  await listening.query(`listen ${SEEN}`);
  listening.on('notification', ({ payload = '' }) => waiting.get(payload)?.());
  closing(() => listening.end());
  return () =>
    steadily(2 * bench.window, async () => {
      const stream = `case-${randomUUID()}`;
      let seenAt = 0;
      const seen = new Promise<void>((resolve) => {
        waiting.set(stream, () => {
          seenAt = performance.now();
          waiting.delete(stream);
          resolve();
        });
      });
      const { type, data, meta } = sample();
      await store.appendToStream(stream, [{ type, data, metadata: meta }]);
      const acknowledged = performance.now();
      await Promise.race([seen, new Promise((resolve) => setTimeout(resolve, SKIPPED).unref())]);
      return Math.max(0, (seenAt || performance.now()) - acknowledged);
    });
}

/** Emmett 0.42 skips events under concurrent writers; one that is never shown counts with this many milliseconds. */
const SKIPPED = 5_000;
