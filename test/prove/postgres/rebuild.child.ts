import pg from 'pg';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { postgresViews, rebuildViews } from '#runtime';
import { directory } from '../sim/place.ts';

/** Rebuilds the views of the database that `JIELI_PROVE_DATABASE` names, and ends. */
export async function rebuildChild(): Promise<void> {
  const url = process.env.JIELI_PROVE_DATABASE ?? '';
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  const store = await postgresStore({ pool, listen: false });
  const views = await postgresViews({ pool, url, desks });
  const until = await views.checkpoint();
  await rebuildViews({ store, directory, build: await views.renewable.build(), until });
  await views.close();
  await store.close();
  await pool.end();
}
