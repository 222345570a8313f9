import pg from 'pg';
import { pipelined, transaction } from '../../libs/runtime/src/views/postgres/transaction.ts';

const url = process.env.JIELI_TEST_DATABASE_URL ?? '';

it('a connection that breaks between two statements of a transaction fails that transaction, and nothing else', async () => {
  const pool = pipelined(url, 1);
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  try {
    const broken = transaction(pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const ended = new Promise<void>((resolve) => client.once('end', resolve));
      await other.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended; // the server has said so while nobody waited for an answer
      await client.query('select 1');
    });
    await expect(broken).rejects.toThrow(/not queryable|terminat|closed/);
    expect((await transaction(pool, (client) => client.query('select 1'))).rowCount).toBe(1);
  } finally {
    await other.end();
    await pool.end();
  }
});
