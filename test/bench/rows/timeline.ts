import type pg from 'pg';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { type DeskReader, postgresViews, readerOf } from '#runtime';
import { type BenchDatabase, database, settle } from '../databases.ts';
import { atMost, type Bench, type Closing, figure, interleaved, type Row, scope } from '../harness.ts';
import { caseIdOf, history, law, VILLAGE, WHO } from '../history.ts';

const SMALL = 100_000;
const LARGE = { standard: 1_000_000, full: 10_000_000 };
const EVENTS = 20;
const READS = 1_000;

/** One case's timeline in a log of many events against the same in a small one, in milliseconds. */
export const timeline: Row = {
  name: 'timeline',
  figures: ['timeline'],
  run: (bench) =>
    scope(async (closing) => {
      const sizes = { small: bench.size(SMALL, SMALL), large: bench.size(LARGE.standard, LARGE.full) };
      const small = await filled(bench, closing, sizes.small);
      const large = await filled(bench, closing, sizes.large);
      await reading(large, sizes.large); // connections and plans, and the pages that are read most
      await reading(small, sizes.small);
      const medians = await interleaved(bench, 'timeline', {
        large: () => reading(large, sizes.large),
        small: () => reading(small, sizes.small),
      });
      const [many, few] = [sizes.large, sizes.small].map((size) => size.toLocaleString('en-US'));
      return [
        figure({
          name: 'timeline',
          unit: 'ms',
          goal: atMost(1.2),
          ours: medians.large ?? Number.NaN,
          theirs: medians.small,
          note: `ours with ${many} events, theirs with ${few}`,
        }),
      ];
    }),
};

async function filled(bench: Bench, closing: Closing, events: number): Promise<DeskReader> {
  const own: BenchDatabase = await database(bench, closing);
  const store = await postgresStore({ pool: own.pool });
  const views = await postgresViews({ ...own, desks });
  closing(() => views.close());
  await store.close();
  await fill(own.pool, events / EVENTS);
  await settle(own);
  return views.desk('oversight');
}

/** The key under which the county's coordinator reads: row security lets it see timelines of cases that it sees. */
function overseer(): string {
  const agency = law().directory.get(WHO.overseer);
  const desk = desks.find(({ name }) => name === 'oversight');
  if (!agency || !desk) throw new Error('the oversight desk has changed');
  return readerOf(desk, agency);
}

/** Cases drawn evenly over the whole table, one after the other. */
async function reading(desk: DeskReader, events: number): Promise<number> {
  const cases = events / EVENTS;
  const reader = overseer();
  const began = performance.now();
  for (let n = 0; n < READS; n += 1) {
    const lines = await desk.timeline(reader, caseIdOf((n * 7_919) % cases));
    if (lines.length !== EVENTS) throw new Error(`a timeline of ${lines.length} lines`);
  }
  return (performance.now() - began) / READS;
}

/**
 * Writes the cases and the lines that the projector would write: each case's under its own id, in the order of the log, where the cases of
 * one time lie mixed. The documents are those of the oversight desk for the planted history.
 */
async function fill(pool: pg.Pool, cases: number): Promise<void> {
  const oversight = desks.find(({ name }) => name === 'oversight');
  const docs = history(law()).map(({ type, meta }) =>
    JSON.stringify({
      event: type,
      at: meta.at,
      occurredAt: meta.occurredAt,
      by: meta.actor.agency.id,
      clocks: meta.effects,
    }),
  );
  if (!oversight || docs.length !== EVENTS) throw new Error('the history has changed');
  await pool.query(
    `insert into desk_oversight.shared_case (audience, division, case_id, open, sort, doc)
     select 'all', $1, replace($2, 'ffffffff', lpad(to_hex(n), 8, '0')), true, '', '{}'
     from generate_series(0, $3::int - 1) as n`,
    [VILLAGE, caseIdOf(0xffffffff), cases],
  );
  const MIXED = 2_000;
  for (let first = 0; first < cases; first += MIXED) {
    await pool.query(
      `insert into desk_oversight.timeline (case_id, revision, doc)
       select replace($3, 'ffffffff', lpad(to_hex(n), 8, '0')), revision, doc
       from unnest($4::int[], $5::text[]) as pattern (revision, doc), generate_series($1::int, $2::int) as n
       order by revision, n`,
      [first, Math.min(first + MIXED, cases) - 1, caseIdOf(0xffffffff), docs.map((_, revision) => revision), docs],
    );
  }
}
