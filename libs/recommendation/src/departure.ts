import type { Basis } from '#case';

/** A rule that is not law and is set aside, with a reason (有据变通). */
export interface Departure {
  readonly rule: string;
  readonly basis: Basis;
}
