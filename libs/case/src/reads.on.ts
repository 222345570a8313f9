import type { Instant } from '#calendar';
import { type CaseRecord, isCounted } from './record.ts';

type Left = Pick<CaseRecord, 'readOn' | 'at' | 'clocks'>;

/**
 * Until when a committee reads a care file that has left it (移交后只读期), as far as the last transfer says; null where it reads without an
 * end: none was set, or something still waits for it.
 */
export function readsUntil({ readOn, clocks }: Left, agency: string): Instant | null {
  if (clocks.some((clock) => clock.holder === agency && isCounted(clock))) return null;
  return readOn.findLast((one) => one.agency === agency)?.until ?? null;
}

/** Whether its time is over by the newest event of the case; while nothing happens, nothing new is shown either. */
export function hasReadItsTime(record: Left, agency: string): boolean {
  const until = readsUntil(record, agency);
  return until !== null && record.at !== null && record.at > until;
}
