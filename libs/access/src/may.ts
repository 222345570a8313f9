import type { AgencyType } from '#policy';
import type { Officer } from './directory.ts';

/**
 * What an officer wants: to come to a desk (`ENTER`), to read lists there (`LIST`), to read one case (`READ`), to give a
 * command on a case that is there (`GIVE`), to open or join one that is not named (`OPEN`), to read one in an emergency without
 * any part in it (`BREAK`, 紧急调阅), to review what others of the agency read so (`REVIEW`), or to keep an officer of the agency out
 * of a case (`RECUSE`, 决定回避).
 */
export const ACTIONS = ['ENTER', 'LIST', 'READ', 'GIVE', 'OPEN', 'BREAK', 'REVIEW', 'RECUSE'] as const;
export type Action = (typeof ACTIONS)[number];

/** What it is about. */
export interface Subject {
  /** Whether the officer's agency works at the desk. */
  readonly works: boolean;
  /** The case, for `READ` and `GIVE`. */
  readonly caseId?: string;
  /** Whether the officer's agency stands in any relation to the case; false where there is none. */
  readonly related?: boolean;
  /** Whether the child lives in the county that the agency stands in or answers for; for `BREAK`. */
  readonly near?: boolean;
}

/**
 * What comes of it. `STRANGER`: not at this desk. `ABSENT`: as if there were no such case, to the letter. `READS_ONLY`: this
 * officer gives no commands. `POWERLESS`: this agency, or this officer, never may.
 */
export type Decision = 'YES' | 'STRANGER' | 'ABSENT' | 'READS_ONLY' | 'POWERLESS';

/** Who goes to a child in danger (configured: no clause names who may look a case up). */
const IN_AN_EMERGENCY: readonly AgencyType[] = ['PSB', 'PS', 'CA', 'MPRA', 'TOWN', 'HOSP'];

/**
 * The one decision on who may (准入判定): pure, and no unless something says yes. It stands before every read and every command;
 * what the law lets an agency do on a case is decided behind it, with the clause. Whoever has a conflict of interest (回避) is
 * kept out of the case as one that never was.
 */
export function may({ agency, role, barred }: Officer, action: Action, subject: Subject): Decision {
  const { works, caseId, related = false, near = false } = subject;
  if (agency.type === 'SYSTEM' || !works) return 'STRANGER';
  // said before any case is looked for, so that it tells nothing of one
  if (action === 'REVIEW' || action === 'RECUSE') return role === 'HEAD' ? 'YES' : 'POWERLESS';
  if (action === 'BREAK' && !IN_AN_EMERGENCY.includes(agency.type)) return 'POWERLESS';
  if (role === 'READER' && (action === 'GIVE' || action === 'OPEN' || action === 'BREAK')) return 'READS_ONLY';
  if (action === 'ENTER' || action === 'LIST' || action === 'OPEN') return 'YES';
  const there = action === 'BREAK' ? near : related;
  return there && caseId !== undefined && !barred.has(caseId) ? 'YES' : 'ABSENT';
}
