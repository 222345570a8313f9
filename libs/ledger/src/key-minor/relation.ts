import { type Agency, type AgencyType, isAboveCounty, type Pack } from '#policy';
import type { Found, KeyMinorMeasure, KeyMinorRecord } from './record.ts';

/**
 * Whose duty the register is in a place (责任单位): whoever has to correct, educate and help, by name. A pack without such a power
 * has no register.
 */
export function keyMinorDuty({ powers }: Pick<Pack, 'powers'>): readonly AgencyType[] {
  const named = powers.RecordKeyMinorMeasure?.agencies ?? [];
  return named === 'any' ? [] : named; // what is open to any agency is nobody's duty
}

/**
 * Whether an agency has a duty towards a child on the register (按职责分工): its type is named, and the child lives in its area. Nobody
 * above the county learns of a child on it, nor does anyone of an entry that was a mistake.
 */
export function isOnDuty(
  { status, division: lives, duty, closed }: Pick<KeyMinorRecord, 'status' | 'division' | 'duty' | 'closed'>,
  { type, division }: Pick<Agency, 'type' | 'division'>,
): boolean {
  if (status === 'none' || closed?.reason === 'MISTAKEN') return false;
  return duty.includes(type) && !isAboveCounty(division) && lives.startsWith(division);
}

/** Whether an agency reads what an entry rests on: whoever found it, and the police; misbehaviour is told to no other (预防未成年人犯罪法59). */
export function readsWhatWasFound({ by }: Pick<Found, 'by'>, { id, type }: Pick<Agency, 'id' | 'type'>): boolean {
  return by === id || type === 'PSB';
}

/** Whether an agency reads what was noted of a measure, and of which case it is: whoever gave it alone. */
export function readsMeasure({ by }: Pick<KeyMinorMeasure, 'by'>, { id }: Pick<Agency, 'id'>): boolean {
  return by === id;
}
