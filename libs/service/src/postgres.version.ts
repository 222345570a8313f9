import type { Pool } from 'pg';

/** The oldest PostgreSQL that everything is tested on; on an older one much works, and nobody knows what does not. */
export const OLDEST_TESTED = 18;

/** One line for an operator whose PostgreSQL is older than what is tested (版本过低); undefined when it is not. */
export async function untestedVersion(pool: Pick<Pool, 'query'>): Promise<string | undefined> {
  const { rows } = await pool.query<{ version: string }>(`select current_setting('server_version') as version`);
  const version = rows[0]?.version ?? '';
  if (Number.parseInt(version, 10) >= OLDEST_TESTED) return undefined;
  return (
    `PostgreSQL ${version} 未经测试，请升级到 ${OLDEST_TESTED} 或更新。` +
    `PostgreSQL ${version} is not tested: upgrade to ${OLDEST_TESTED} or later.`
  );
}
