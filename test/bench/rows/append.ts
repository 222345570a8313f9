import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { postgresStore } from '#event-store';
import { comparator } from '../comparators.ts';
import { type BenchDatabase, database } from '../databases.ts';
import { type EmmettStore, emmett, NO_EMMETT } from '../emmett.ts';
import { atLeast, type Bench, type Figure, figure, interleaved, type Row, scope, throughput } from '../harness.ts';
import { pgbench } from '../pgbench.ts';

const WIDTHS = { 1: 2, 8: 5, 32: 11, 256: 20 } as const;
const CONNECTIONS = 32;

/** Made beforehand: drawing random bytes would take as long as an append does, and is no part of it. */
const NOTES = Array.from({ length: 4_096 }, () => randomBytes(180).toString('base64'));
let noted = 0;
const note = () => NOTES[noted++ % NOTES.length];

/** About 580 bytes of data and 90 of meta, as an event with two sealed fields has. */
export const sample = () => ({
  type: 'FollowUpRecorded',
  data: { orderId: randomUUID(), note: note(), facts: note() },
  meta: { at: '2025-04-18T10:00:00.000+08:00', commandId: randomUUID(), digest: '' },
});

/** One event to a new stream, by the engine with version check and wake-up, against others on the same server. */
export const append: Row = {
  name: 'append',
  figures: ['append.1', 'append.8', 'append.32', 'append.256', 'append.pgbench', 'append.copy'],
  run: (bench) =>
    scope(async (closing) => {
      const own = await database(bench, closing);
      const store = await postgresStore({ pool: own.pool });
      closing(() => store.close());
      const once = () => {
        const { type, data, meta } = sample();
        return store.append(`case-${randomUUID()}`, 'no-stream', [{ id: randomUUID(), type, data, meta }]);
      };
      const ours = (inFlight: number) => () => throughput(inFlight, bench.window, once);

      const theirs = await database(bench, closing);
      const other = (await emmett())?.getPostgreSQLEventStore(theirs.url);
      if (other) closing(() => other.close());
      await other?.schema.migrate();

      const figures: Figure[] = [];
      for (const [width, times] of Object.entries(WIDTHS)) {
        const name = `append.${width}`;
        if (!bench.wants(name)) continue;
        const inFlight = Number(width);
        const emmettSide = other && (() => throughput(inFlight, bench.window, () => appendThere(other)));
        const medians = await interleaved(bench, name, {
          ours: ours(inFlight),
          ...(emmettSide ? { emmett: emmettSide } : {}),
        });
        figures.push(
          figure({
            name,
            unit: 'events/s',
            goal: atLeast(times),
            ours: medians.ours ?? Number.NaN,
            theirs: medians.emmett,
            note: other ? 'Emmett appendToStream' : NO_EMMETT,
          }),
        );
      }
      if (bench.wants('append.pgbench')) figures.push(await againstPgbench(bench, theirs, ours(CONNECTIONS)));
      if (bench.wants('append.copy')) figures.push(await againstCopy(bench, own, ours(1_000)));
      return figures;
    }),
};

function appendThere(store: EmmettStore): Promise<unknown> {
  const { type, data, meta } = sample();
  return store.appendToStream(`case-${randomUUID()}`, [{ type, data, metadata: meta }], {
    expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
  });
}

type Measure = () => Promise<number>;

/** The same table without version check, order or wake-up: what one row a transaction costs at least. */
const PLAIN = `create table if not exists plain (
  pos bigint generated always as identity primary key, stream text collate "C" not null, revision int not null,
  event_id uuid not null, type text collate "C" not null, at timestamptz not null default clock_timestamp(),
  data text not null, meta text not null, unique (stream, revision))`;

async function againstPgbench(bench: Bench, { url, pool }: BenchDatabase, ours: Measure): Promise<Figure> {
  await pool.query(PLAIN);
  const { type, data, meta } = sample();
  const insert = (stream: string, values: string) =>
    `insert into plain (stream, revision, event_id, type, data, meta) values (${stream}, 0, gen_random_uuid(), ${values})`;
  const literal = `'${type}', '${JSON.stringify(data)}', '${JSON.stringify(meta).replaceAll(':', ': ')}'`;
  const tool = await pgbench(url, CONNECTIONS, insert('gen_random_uuid()::text', literal.replaceAll('":"', '": "')));
  const loop = async () => {
    const many = new pg.Pool({ connectionString: url, max: CONNECTIONS });
    const statement = { name: 'plain', text: insert('$1', '$2, $3, $4') };
    try {
      return await throughput(CONNECTIONS, bench.window, () => {
        const one = sample();
        const values = [`case-${randomUUID()}`, one.type, JSON.stringify(one.data), JSON.stringify(one.meta)];
        return many.query({ ...statement, values });
      });
    } finally {
      await many.end();
    }
  };
  const theirs = tool ? () => tool(bench.window) : loop;
  const medians = await interleaved(bench, 'append.pgbench', { ours, theirs });
  return figure({
    name: 'append.pgbench',
    unit: 'events/s',
    goal: atLeast(1.8),
    ours: medians.ours ?? Number.NaN,
    theirs: medians.theirs,
    note: tool
      ? 'pgbench, one row a transaction, 32 clients'
      : 'no pgbench here: 32 pg connections, a prepared insert each',
  });
}

interface CopyStreams {
  from(text: string): pg.Submittable & NodeJS.WritableStream;
}

async function againstCopy(bench: Bench, { pool }: BenchDatabase, ours: Measure): Promise<Figure> {
  const streams = await comparator<CopyStreams>('pg-copy-streams');
  await pool.query('create table copied (like log.event including all)');
  const rows = bench.size(40_000, 40_000);
  let pos = 0;
  const text = () => {
    pos += 1;
    const { type, data, meta } = sample();
    return `${pos}\tcase-${randomUUID()}\t0\t${randomUUID()}\t${type}\t${JSON.stringify(data)}\t${JSON.stringify(meta)}\n`;
  };
  const copy = async ({ from }: CopyStreams) => {
    const chunks = Array.from({ length: Math.ceil(rows / 100) }, () => Array.from({ length: 100 }, text).join(''));
    const client = await pool.connect();
    try {
      const began = performance.now();
      const stream = client.query(from('copy copied (pos, stream, revision, event_id, type, data, meta) from stdin'));
      await new Promise<void>((resolve, reject) => {
        stream.on('finish', resolve).on('error', reject);
        for (const chunk of chunks) stream.write(chunk);
        stream.end();
      });
      return (chunks.length * 100 * 1000) / (performance.now() - began);
    } finally {
      client.release();
    }
  };
  const medians = await interleaved(bench, 'append.copy', {
    ours,
    ...(streams ? { copy: () => copy(streams) } : {}),
  });
  return figure({
    name: 'append.copy',
    unit: 'events/s',
    goal: atLeast(0.7),
    ours: medians.ours ?? Number.NaN,
    theirs: medians.copy,
    note: streams ? 'COPY of the same rows from Node, 1,000 appends in flight' : 'pg-copy-streams is not installed',
  });
}
