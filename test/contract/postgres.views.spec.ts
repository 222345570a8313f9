import pg from 'pg';
import type { Position } from '#event-store';
import { postgresDuty, postgresViews } from '#runtime';
import { freshDatabase } from '#service';
import { sharedViewsContract, sharing } from '../../libs/runtime/src/views/shared.views.contract.ts';
import type { ChangedRow } from '../../libs/runtime/src/views/shown.ts';
import { viewStoreContract } from '../../libs/runtime/src/views/view.store.contract.ts';

const desks = ['police', 'township', 'oversight'].map((name) => ({
  name,
  version: 1,
  agencies: [],
  view: () => null,
  ...(name === 'oversight' ? { shared: sharing } : {}),
}));

const make = async () => {
  const { url, drop } = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined); // dropping the database ends what is still closing
  return {
    views: await postgresViews({ pool, url, desks }),
    cleanup: async () => {
      await pool.end();
      await drop();
    },
  };
};

viewStoreContract('PostgreSQL', make);
sharedViewsContract('PostgreSQL', make);

it('says on the channel which case an emergency reading under review was of, so that other processes keep out whom it bars', async () => {
  const { url, drop } = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const views = await postgresViews({ pool, url, desks });
  const duty = postgresDuty({ connectionString: url }, (error) => {
    throw error;
  });
  const heard = Promise.withResolvers<readonly ChangedRow[]>();
  const unwatch = await duty.watch((_, rows) => heard.resolve(rows));
  const rows = [
    { desk: 'police', agency: 'psb', caseId: 'case' },
    { desk: 'police', agency: 'psb', caseId: 'case', review: 'use' },
  ];
  const nothing = { upserts: [], deletes: [], timeline: [], clocksRunning: [], clocksEnded: [], tags: [], parked: [] };
  await views.commit({ from: null, to: '1' as Position, ...nothing, told: [...rows, ...rows] });
  expect(await heard.promise).toEqual(rows);
  await unwatch();
  await views.close();
  await pool.end();
  await drop();
});
