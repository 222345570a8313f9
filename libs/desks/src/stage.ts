import type { CaseRecord } from '#case';

/** How far a case has come, as a desk that sees the chain's state (not its content) may say it. */
export function chainStage(record: CaseRecord): string {
  if (record.mergedInto !== null) return 'MERGED';
  if (record.status === 'closed') return 'CLOSED';
  if (record.orders.some(({ status, breach }) => status === 'served' && breach === 'open')) return 'BREACHED';
  if (record.orders.some(({ status }) => status === 'served')) return 'FOLLOW_UP';
  if (record.orders.some(({ status }) => status === 'issued')) return 'ORDERED';
  if (record.orders.some(({ status }) => status === 'fulfilled')) return 'FULFILLED';
  if (record.admonitions.length > 0) return 'ADMONISHED';
  return reportStage(record);
}

/** How far it has come up to the police's decision on the report. */
export function reportStage(record: CaseRecord): string {
  if (record.mergedInto !== null) return 'MERGED';
  if (record.status === 'closed') return 'CLOSED';
  if (record.reports.some(({ status }) => status === 'accepted')) return 'ACCEPTED';
  if (record.reports.some(({ status }) => status === 'pending' || status === 'info-requested')) return 'POLICE_REVIEW';
  if (record.reports.length > 0) return 'NOT_ACCEPTED';
  if (record.dissuasions.length > 0) return 'DISSUADED';
  return record.flags.some(({ status }) => status === 'triaged') ? 'TRIAGED' : 'FLAGGED';
}
