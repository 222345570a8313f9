import type { Pool } from 'pg';
import type { Instant } from '#calendar';
import { once } from './registry.ts';
import { prepareAccess } from './tables.ts';

/**
 * What is no longer believed (吊销): one token by its `jti`, or every token that an officer was issued up to now. Who has lost a
 * device signs in again and gets a later one; who has left is ended in the list of officers.
 */
export interface Revocation {
  readonly kind: 'token' | 'officer';
  readonly value: string;
  readonly reason: string;
}

/**
 * @param at what an officer was issued up to then is not believed: where the issuer's clock may be ahead, so far ahead of now.
 * @returns false when there is no such officer; any token id may be revoked, be it ever seen or not.
 */
export async function revoke(pool: Pool, { kind, value, reason }: Revocation, at: Instant): Promise<boolean> {
  return once(pool, async (client) => {
    await prepareAccess(client);
    const officer = await client.query('select from access.officer where id = $1', [value]);
    if (kind === 'officer' && officer.rowCount === 0) return false;
    await client.query(
      `insert into access.revoked values ($1, $2, $3, $4)
       on conflict (kind, value) do update set at = excluded.at, reason = excluded.reason`,
      [kind, value, at, reason],
    );
    return true;
  });
}
