import { psychShared } from '../psych/consented.ts';
import type { CaseRecord } from '../record.ts';

/**
 * Whether an agency raised a flag or reported without being the place's own committee: whoever they are, they are not named
 * (反家暴法14). The committee reports in duty, and its clocks name it anyway. Whoever saw danger with a psychological flag has to report
 * that at once, and so is not named before the flag may be known of either.
 */
export function isReporter(agency: string, record: CaseRecord): boolean {
  const flagged = ({ by, kind, danger }: CaseRecord['flags'][number]) =>
    by === agency && (kind !== 'PSYCH_ABNORMALITY' || danger || psychShared(record));
  return (record.flags.some(flagged) || record.reports.some(({ by }) => by === agency)) && !isCommittee(agency, record);
}

export function isCommittee(agency: string, { flags }: CaseRecord): boolean {
  return flags.some(({ committee }) => committee === agency);
}

/** An agency's id, or null where it would name a reporter. */
export function unlessReporter(agency: string | null, record: CaseRecord): string | null {
  return agency === null || isReporter(agency, record) ? null : agency;
}
