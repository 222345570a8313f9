import { dateOf } from '#calendar';
import type { KeepingFacts } from '#case';
import type { LedgerEntryRecord } from './record.ts';

/**
 * What of a ledger entry matters to how long its child's personal data are kept (保存期限): while it is open they are in use,
 * whatever became of the child's cases. Undefined for what speaks of no child.
 */
export function ledgerKeepingFacts({ id, child, division, closed }: LedgerEntryRecord): KeepingFacts | undefined {
  if (!child) return undefined;
  return {
    caseId: id,
    childId: child.childId,
    division,
    mergedInto: null,
    closedOn: closed && dateOf(closed.at),
    majorityOn: child.turns18On ?? null,
  };
}
