import type { Dissuasion } from '../dissuasion/dissuasion.ts';
import type { Psych } from '../psych/consent.ts';
import type { CaseRecord } from '../record.ts';
import type { Repeat, Report } from '../report/report.ts';
import type { Flag } from './flag.ts';
import type { Severity } from './triage.ts';
import type { Withdrawal } from './withdrawal.ts';

/** Flags that go back to where they came from. */
export interface LeavingFlags {
  readonly sourceCaseId: string;
  readonly flags: readonly Flag[];
  /** The agencies that saw a danger in the case that stands again: it goes back with it. */
  readonly riskSeenBy?: readonly string[];
  /** The institutions that its child was escorted to. */
  readonly escorts?: readonly string[];
  /** What the guardian was told upon these flags. */
  readonly dissuasions?: readonly Dissuasion[];
  /** What was decided here on requests to take one of them back. */
  readonly withdrawals?: readonly Withdrawal[];
}

/** What belongs to a child and comes along when its case stands again. */
export interface CarriedBack extends Pick<LeavingFlags, 'escorts' | 'dissuasions' | 'withdrawals'> {
  /** Reports that told of this child, after a split. */
  readonly reports?: readonly Report[];
  readonly repeats?: readonly Repeat[];
}

/** A danger to self or others as a case knows it that is merged: it comes over with the flags, and goes back with them. */
export type SourceDanger = Pick<Psych, 'riskSeenBy' | 'escorts'>;

/** The flags that came from a case, with what belongs to them. */
export function leavingFlags(record: CaseRecord, sourceCaseId: string, danger?: SourceDanger): LeavingFlags {
  const flags = record.flags.filter(({ mergedFrom }) => mergedFrom === sourceCaseId);
  const these = new Set(flags.map(({ id }) => id));
  return {
    sourceCaseId,
    flags,
    riskSeenBy: danger?.riskSeenBy,
    escorts: escortsOf(record, danger),
    dissuasions: record.dissuasions.filter(({ flagId }) => flagId !== null && these.has(flagId)),
    withdrawals: record.withdrawals.filter(
      ({ flagId, status }) => these.has(flagId) && (status === 'granted' || status === 'denied'),
    ),
  };
}

/** Where no other danger was seen here, it was the other child that was escorted; else as many as it brought. */
function escortsOf({ psych }: CaseRecord, danger: SourceDanger | undefined): readonly string[] {
  if (!danger || danger.riskSeenBy.length === 0) return [];
  return without(psych.riskSeenBy, danger.riskSeenBy).length === 0 ? psych.escorts : danger.escorts;
}

/** What of it the case that stands again is given. */
export function carriedBack({
  escorts,
  dissuasions,
  withdrawals,
  reports,
  repeats,
}: LeavingFlags & CarriedBack): CarriedBack {
  return { escorts, dissuasions, withdrawals, reports, repeats };
}

/**
 * The record without flags that go back, what was asked about them, and the danger that was known by them alone: who saw it, and where the
 * child was escorted to, have no part in it.
 */
export function withoutFlags(leaving: LeavingFlags, record: CaseRecord): Partial<CaseRecord> {
  const { sourceCaseId, flags } = leaving;
  const gone = new Set(flags.map(({ id }) => id));
  return {
    flags: record.flags.filter(({ mergedFrom }) => mergedFrom !== sourceCaseId),
    severity: severityWithout(sourceCaseId, record.severity),
    dissuasions: record.dissuasions.filter(({ flagId }) => flagId === null || !gone.has(flagId)),
    withdrawals: record.withdrawals.map((one) =>
      one.status === 'asked' && gone.has(one.flagId) ? { ...one, status: 'ended' } : one,
    ),
    merged: record.merged.filter((id) => id !== sourceCaseId),
    psych: withoutDanger(record.psych, leaving),
    splits: record.splits.map((one) =>
      one.sourceCaseId === sourceCaseId && one.status === 'asked' ? { ...one, status: 'split' } : one,
    ),
  };
}

function withoutDanger(psych: Psych, { riskSeenBy = [], escorts = [] }: LeavingFlags): Psych {
  const left = without(psych.riskSeenBy, riskSeenBy);
  return {
    ...psych,
    riskSeenBy: left,
    emergency: psych.emergency && left.length > 0,
    escorts: without(psych.escorts, escorts),
    escortedTo: without(psych.escortedTo, escorts),
    broughtTo: without(psych.broughtTo, escorts),
  };
}

/** A list without as many of each as are taken, the last of them first. */
function without(all: readonly string[], taken: readonly string[]): readonly string[] {
  const left = [...all];
  for (const one of taken) if (left.includes(one)) left.splice(left.lastIndexOf(one), 1);
  return left;
}

/** How the case is judged without what came over with the flags of another; what was judged here since stays. */
function severityWithout(sourceCaseId: string, severity: Severity | null): Severity | null {
  const { merged } = severity ?? {};
  if (!severity || !merged) return severity;
  const before = severityWithout(sourceCaseId, merged.before);
  return merged.from === sourceCaseId ? before : { ...severity, merged: { ...merged, before } };
}
