import type { Pool } from 'pg';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';

/** Takes one request of whoever asks, or says in how many seconds to come again (限流). */
export type Turns = (who: string) => Promise<number | undefined>;

const A_MINUTE = 60;
/** A process asks the database for so many parts of a minute's requests at once, and gives them out itself. */
const SHARES = 20;

const TABLE = `
create schema if not exists access;
create unlogged table if not exists access.turn (key varchar(255) primary key, points integer not null default 0, expire bigint);`;

/** Makes the table that counts requests where it is missing; what stands in it is worth a minute. */
export async function prepareTurns(pool: Pool): Promise<void> {
  await pool.query(`select pg_advisory_xact_lock(hashtext('jieli turns')); ${TABLE}`);
}

/** What a process may still give out of a share that it took. */
interface Share {
  left: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * So many requests a minute for each of a kind of callers, counted over every process on the database. A process takes a
 * twentieth of the minute's requests from the common count and gives them out itself, so that most requests ask nobody. While
 * the database does not answer, each process counts by itself.
 *
 * @param kind keeps those apart that may bear the same name: officers, agencies' systems.
 */
export function turns(pool: Pool, kind: string, aMinute: number): Turns {
  const counts = { points: aMinute, duration: A_MINUTE, keyPrefix: `${kind}-${aMinute}` }; // processes that are set otherwise count apart
  const insurance: RateLimiterAbstract = new RateLimiterMemory(counts);
  const limiter = new RateLimiterPostgres({
    ...counts,
    storeClient: pool,
    storeType: 'pool',
    schemaName: 'access',
    tableName: 'turn',
    tableCreated: true,
    insuranceLimiter: insurance,
  });
  const shares = new Map<string, Share>();
  const share = Math.max(1, Math.floor(aMinute / SHARES));

  async function take(who: string): Promise<number | undefined> {
    const { consumedPoints, msBeforeNext } = await limiter.consume(who, share).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    const left = Math.min(share, aMinute - (consumedPoints - share)); // the last share of a minute may be a smaller one
    if (left <= 0) return Math.max(1, Math.ceil(msBeforeNext / 1_000));
    keep(shares, who, { left, until: Date.now() + msBeforeNext });
    return undefined;
  }

  /** Requests that come meanwhile wait for the share that one of them takes. */
  const taking = new Map<string, Promise<number | undefined>>();
  const taken = (who: string): Promise<number | undefined> => {
    const joined = taking.get(who);
    if (joined) return joined;
    const begun = take(who).finally(() => taking.delete(who));
    taking.set(who, begun);
    return begun;
  };

  return async (who) => {
    for (;;) {
      const known = shares.get(who);
      if (known && known.left > 0 && known.until > Date.now()) {
        known.left -= 1;
        return undefined;
      }
      const seconds = await taken(who);
      if (seconds !== undefined) return seconds;
    }
  };
}

const MOST = 10_000;

/** The share that was taken last is the newest; the oldest goes when there are too many. */
function keep(shares: Map<string, Share>, who: string, share: Share): void {
  shares.delete(who);
  shares.set(who, share);
  if (shares.size <= MOST) return;
  const [oldest] = shares.keys();
  if (oldest !== undefined) shares.delete(oldest);
}
