import pg from 'pg';
import { postgresSystems } from '#runtime';
import { freshDatabase } from '#service';
import { systemsContract } from '../../libs/runtime/src/systems/systems.contract.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase(process.env.JIELI_TEST_DATABASE_URL ?? '');
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => undefined); // dropping the database ends what is still closing
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

systemsContract('PostgreSQL', async (host) => {
  await pool.query('drop schema if exists exchange cascade');
  return postgresSystems(pool, host);
});
