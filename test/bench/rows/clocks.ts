import type pg from 'pg';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { ownedHost, postgresViews, startRuntime } from '#runtime';
import { memoryDataKeys, newKeys, openVault } from '#vault';
import { database, settle } from '../databases.ts';
import { absolute, figure, interleaved, type Row, scope } from '../harness.ts';
import { history, law, moment, plant } from '../history.ts';

const RUNNING = { standard: 100_000, full: 1_000_000 };
const DUE = { standard: 2_000, full: 10_000 };
/** The flag of each planted case is raised, and has to be triaged by the day after. */
const RAISED = moment('2025-03-03 10:00');
const TOO_LATE = moment('2025-03-05 00:00');

/** Runs out all clocks that are due, among many that are not, until the log and all views have them. */
export const clocks: Row = {
  name: 'clocks',
  figures: ['clocks'],
  run: (bench) =>
    scope(async (closing) => {
      const own = await database(bench, closing);
      const store = await postgresStore({ pool: own.pool });
      const views = await postgresViews({ ...own, desks });
      const given = law();
      const host = ownedHost(RAISED);
      const running = bench.size(RUNNING.standard, RUNNING.full);
      const due = bench.size(DUE.standard, DUE.full);
      await fill(own.pool, running);
      const runtime = await startRuntime({
        ...given,
        store,
        views,
        desks,
        host,
        vault: await openVault({ keys: newKeys(RAISED), dataKeys: memoryDataKeys() }),
        clocksByThemselves: false,
        trouble: (error) => bench.progress(`clocks: ${error.message}`),
      });
      closing(() => runtime.close());
      const events = history(given).slice(0, 1);
      let first = 0;
      const sweep = async () => {
        host.moveTo(RAISED);
        await plant(own.pool, { events, first, cases: due });
        first += due;
        await runtime.settled();
        await settle(own);
        host.moveTo(TOO_LATE);
        const [began, spent] = [performance.now(), process.cpuUsage()];
        await runtime.settled();
        const seconds = (performance.now() - began) / 1000;
        const { user, system } = process.cpuUsage(spent);
        const each = (user + system) / 1000 / due;
        bench.progress(`clocks: some ${each.toFixed(3)} ms of processor time each`);
        const breached = await own.pool.query<{ count: string }>(
          `select count(*) from log.event where type = 'ClockBreached'`,
        );
        if (Number(breached.rows[0]?.count) !== first)
          throw new Error(`${breached.rows[0]?.count} of ${first} ran out`);
        return due / seconds;
      };
      const medians = await interleaved(bench, 'clocks', { ours: sweep });
      return [
        figure({
          name: 'clocks',
          unit: 'clocks/s',
          goal: absolute('≥ 5,000/s', (rate) => rate >= 5_000),
          ours: medians.ours ?? Number.NaN,
          note: `${due.toLocaleString('en-US')} due of ${running.toLocaleString('en-US')} that run`,
        }),
      ];
    }),
};

/** Writes clocks that run and are not due for long, as the projector notes them for the clock runner. */
async function fill(pool: pg.Pool, running: number): Promise<void> {
  await pool.query(
    `insert into runtime.clock (id, case_id, due)
     select md5('clock' || n)::uuid::text, md5('case' || n)::uuid::text,
       to_char(timestamp '2030-01-01' + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS".999+08:00"')
     from generate_series(1, $1::int) as n`,
    [running],
  );
}
