import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { desks } from '#desks';
import { deskTableNames } from '#runtime';

/** One hash over all rows that the views hold, whatever order they were written in. */
export async function viewHash(pool: Pool): Promise<string> {
  const hash = createHash('sha256');
  const tables = [
    ...desks.flatMap(deskTableNames),
    'runtime.clock',
    'runtime.parked',
    '(select tag, case_id, open from runtime.tag)',
  ];
  for (const table of tables) {
    const { rows } = await pool.query<{ md5: string; count: string }>(
      `select count(*), md5(string_agg(md5(t::text), '' order by md5(t::text))) from ${table} t`,
    );
    hash.update(`${table} ${rows[0]?.count} ${rows[0]?.md5}\n`);
  }
  return hash.digest('hex');
}
