import type { Pool } from 'pg';
import type { Instant } from '#calendar';
import type { Officer } from '../directory.ts';

/** One use of the emergency access (紧急调阅): one officer, one case, until a moment, to be reviewed by another. */
export interface GlassUse {
  readonly id: string;
  readonly officer: string;
  readonly agency: string;
  readonly caseId: string;
  readonly at: Instant;
  readonly until: Instant;
  readonly reviewBy: Instant;
  /** Sealed: it may name persons. */
  readonly reason: string;
}

/** Keeps what was opened in an emergency, and what became of it. */
export interface Glass {
  open(use: GlassUse): Promise<void>;
  /** The use under which an officer may read a case now. */
  live(officer: string, agency: string, caseId: string, now: Instant): Promise<GlassUse | undefined>;
  /** Uses of an agency that nobody has reviewed, the oldest first, but for cases that whoever reviews is kept out of (回避). */
  toReview(agency: string, barred: ReadonlySet<string>): Promise<readonly GlassUse[]>;
  /** Uses that nobody reviewed in time and of which that has not been noted yet, the oldest first, at most 100. */
  overdue(now: Instant): Promise<readonly GlassUse[]>;
  /** Notes that a use was not reviewed in time. */
  notedOverdue(id: string, at: Instant): Promise<void>;
  /** Reviews a use once; nobody reviews their own, or of a case that they are kept out of. @returns what was reviewed, or nothing. */
  review(
    id: string,
    reviewer: Pick<Officer, 'id' | 'agency' | 'barred'>,
    justified: boolean,
    at: Instant,
  ): Promise<GlassUse | undefined>;
}

const COLUMNS = `id, officer, agency, case_id as "caseId", at, until, review_by as "reviewBy", reason`;
const MOST = 100;

export function postgresGlass(pool: Pool): Glass {
  const one = async (sql: string, values: readonly unknown[]) => (await pool.query<GlassUse>(sql, [...values])).rows[0];
  const some = async (which: string, values: readonly unknown[]) =>
    (
      await pool.query<GlassUse>(`select ${COLUMNS} from access.glass where ${which} order by at limit ${MOST}`, [
        ...values,
      ])
    ).rows;
  return {
    open: async ({ id, officer, agency, caseId, at, until, reviewBy, reason }) => {
      await pool.query(
        'insert into access.glass (id, officer, agency, case_id, at, until, review_by, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, officer, agency, caseId, at, until, reviewBy, reason],
      );
    },
    live: (officer, agency, caseId, now) =>
      one(
        `select ${COLUMNS} from access.glass
         where officer = $1 and agency = $2 and case_id = $3 and until > $4 order by until desc limit 1`,
        [officer, agency, caseId, now],
      ),
    toReview: (agency, barred) =>
      some('agency = $1 and reviewed_at is null and case_id <> all ($2)', [agency, [...barred]]),
    overdue: (now) => some('review_by < $1 and reviewed_at is null and overdue_noted_at is null', [now]),
    notedOverdue: async (id, at) => {
      await pool.query('update access.glass set overdue_noted_at = $2 where id = $1', [id, at]);
    },
    review: (id, { id: by, agency, barred }, justified, at) =>
      one(
        `update access.glass set reviewed_at = $5, reviewed_by = $3, justified = $4
         where id = $1 and agency = $2 and officer <> $3 and reviewed_at is null and case_id <> all ($6)
         returning ${COLUMNS}`,
        [id, agency.id, by, justified, at, [...barred]],
      ),
  };
}
