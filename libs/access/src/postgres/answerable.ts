import type { Pool } from 'pg';
import { type AgencyDirectory, type Officer, validOn } from '../directory.ts';
import { barredFrom } from './conflict.ts';

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
  if (!officer || !validOn(officer, day) || !validOn(officer.agency, day)) return undefined;
  return { ...officer, barred: await barredFrom(pool)(id) };
}
