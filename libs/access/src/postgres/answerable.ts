import type { Pool } from 'pg';
import type { CalendarDate } from '#calendar';
import { type AgencyDirectory, type Officer, validOn } from '../directory.ts';
import { barredFrom } from './conflict.ts';

interface Term {
  readonly valid_from: CalendarDate | null;
  readonly valid_until: CalendarDate | null;
}

/**
 * An officer who is named by somebody else, and not by a token (具名人员): undefined where there is none, or on a day on which the
 * officer, or the agency, is not in office; with the cases that the officer is kept out of (回避).
 */
export async function namedOfficer(
  pool: Pool,
  directory: Pick<AgencyDirectory, 'officer'>,
  id: string,
  day: string,
): Promise<Officer | undefined> {
  const officer = directory.officer(id);
  if (!officer || !validOn(officer.agency, day)) return undefined;
  // the demo's officers are listed in a file, and have no term
  const { rows } = await pool.query<Term>('select valid_from, valid_until from access.officer where id = $1', [id]);
  const [{ valid_from: from, valid_until: until } = { valid_from: null, valid_until: null }] = rows;
  if (!validOn({ validFrom: from ?? undefined, validUntil: until ?? undefined }, day)) return undefined;
  return { ...officer, barred: await barredFrom(pool)(id) };
}
