import pg from 'pg';
import { postgresViews } from '#runtime';
import { freshDatabase } from '#service';
import { sharedViewsContract, sharing } from '../../libs/runtime/src/views/shared.views.contract.ts';
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
