import type { Pool } from 'pg';
import type { Instant } from '#calendar';
import { gathered } from './gathered.ts';
import { once } from './registry.ts';
import { prepareAccess } from './tables.ts';

/** An officer who is related to a case, and is therefore kept out of it (回避). The reason is sealed: it may name persons. */
export interface Conflict {
  readonly officer: string;
  readonly caseId: string;
  readonly reason: string;
  /** Who recorded it. */
  readonly by: string;
}

/** From the next request on the case is not there for the officer, whether there is such a case or not. */
export async function recordConflict(pool: Pool, conflict: Conflict, at: Instant): Promise<void> {
  const { officer, caseId, reason, by } = conflict;
  await once(pool, async (client) => {
    await prepareAccess(client);
    await client.query(
      `insert into access.conflict values ($1, $2, $3, $4, $5, null) on conflict (officer, case_id) do update
       set reason = excluded.reason, recorded_by = excluded.recorded_by, at = excluded.at, ended_at = null`,
      [officer, caseId.toLowerCase(), reason, by, at],
    );
  });
}

/** @returns false when there was none. */
export async function endConflict(pool: Pool, officer: string, caseId: string, at: Instant): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update access.conflict set ended_at = $3 where officer = $1 and case_id = $2 and ended_at is null',
    [officer, caseId.toLowerCase(), at],
  );
  return rowCount === 1;
}

const BARRED = `
  select officer, array_agg(case_id) as cases from access.conflict
  where officer = any($1) and ended_at is null group by officer`;

/** Looks up the cases that an officer is kept out of at the moment. */
export function barredFrom(pool: Pool): (officer: string) => Promise<ReadonlySet<string>> {
  return gathered(async (officers) => {
    const question = { name: 'barred', text: BARRED, values: [[...new Set(officers)]] };
    const { rows } = await pool.query<{ officer: string; cases: readonly string[] }>(question);
    const barred = new Map(rows.map(({ officer, cases }) => [officer, new Set(cases)]));
    return officers.map((officer) => barred.get(officer) ?? new Set());
  });
}

/** A conflict that holds, as its agency's head reads it. */
export interface StandingConflict extends Conflict {
  readonly at: Instant;
}

/** What heads of agencies decide on conflicts of interest. */
export interface Conflicts {
  record(conflict: Conflict, at: Instant): Promise<void>;
  /** @returns false when there was none. */
  end(officer: string, caseId: string, at: Instant): Promise<boolean>;
  /** Those that hold for these officers, the newest first. */
  of(officers: readonly string[]): Promise<readonly StandingConflict[]>;
}

const MOST = 500;

export function postgresConflicts(pool: Pool): Conflicts {
  return {
    record: (conflict, at) => recordConflict(pool, conflict, at),
    end: (officer, caseId, at) => endConflict(pool, officer, caseId, at),
    of: async (officers) => {
      const { rows } = await pool.query<StandingConflict>(
        `select officer, case_id as "caseId", reason, recorded_by as by, at from access.conflict
         where officer = any($1) and ended_at is null order by at desc, case_id limit ${MOST}`,
        [officers],
      );
      return rows;
    },
  };
}
