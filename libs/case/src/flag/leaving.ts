import type { Dissuasion } from '../dissuasion/dissuasion.ts';
import type { CaseRecord } from '../record.ts';
import type { Repeat, Report } from '../report/report.ts';
import type { Flag } from './flag.ts';
import type { Severity } from './triage.ts';

/** Flags that go back to where they came from. */
export interface LeavingFlags {
  readonly sourceCaseId: string;
  readonly flags: readonly Flag[];
  /** The agencies that saw a danger in the case that stands again: it goes back with it. */
  readonly riskSeenBy?: readonly string[];
  /** What the guardian was told upon these flags. */
  readonly dissuasions?: readonly Dissuasion[];
}

/** What belongs to a child and comes along when its case stands again. */
export interface CarriedBack {
  readonly dissuasions?: readonly Dissuasion[];
  /** Reports that told of this child, after a split. */
  readonly reports?: readonly Report[];
  readonly repeats?: readonly Repeat[];
}

/** The flags that came from a case, with what belongs to them. */
export function leavingFlags(record: CaseRecord, sourceCaseId: string, riskSeenBy?: readonly string[]): LeavingFlags {
  const flags = record.flags.filter(({ mergedFrom }) => mergedFrom === sourceCaseId);
  const dissuasions = record.dissuasions.filter(({ flagId }) => flags.some(({ id }) => id === flagId));
  return { sourceCaseId, flags, riskSeenBy, dissuasions };
}

/**
 * The record without flags that go back, what was asked about them, and the danger that was known by them alone: who saw it has no
 * part in it.
 */
export function withoutFlags(
  { sourceCaseId, flags, riskSeenBy = [] }: LeavingFlags,
  record: CaseRecord,
): Partial<CaseRecord> {
  const { psych } = record;
  const gone = new Set(flags.map(({ id }) => id));
  const left = [...psych.riskSeenBy];
  for (const agency of riskSeenBy) if (left.includes(agency)) left.splice(left.lastIndexOf(agency), 1);
  return {
    flags: record.flags.filter(({ mergedFrom }) => mergedFrom !== sourceCaseId),
    severity: severityWithout(sourceCaseId, record.severity),
    dissuasions: record.dissuasions.filter(({ flagId }) => flagId === null || !gone.has(flagId)),
    withdrawals: record.withdrawals.map((one) =>
      one.status === 'asked' && gone.has(one.flagId) ? { ...one, status: 'ended' } : one,
    ),
    merged: record.merged.filter((id) => id !== sourceCaseId),
    psych: { ...psych, riskSeenBy: left, emergency: psych.emergency && left.length > 0 },
    splits: record.splits.map((one) =>
      one.sourceCaseId === sourceCaseId && one.status === 'asked' ? { ...one, status: 'split' } : one,
    ),
  };
}

/** How the case is judged without what came over with the flags of another; what was judged here since stays. */
function severityWithout(sourceCaseId: string, severity: Severity | null): Severity | null {
  const { merged } = severity ?? {};
  if (!severity || !merged) return severity;
  const before = severityWithout(sourceCaseId, merged.before);
  return merged.from === sourceCaseId ? before : { ...severity, merged: { ...merged, before } };
}
