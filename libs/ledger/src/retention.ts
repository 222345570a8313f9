import { dateOf } from '#calendar';
import type { KeepingFacts } from '#case';
import type { KeyMinorRecord } from './key-minor/record.ts';
import type { LedgerEntryRecord } from './record.ts';

/**
 * What of an entry on the ledger or on the key-minor register matters to how long its child's personal data are kept (保存期限): while it is open they are in use,
 * whatever became of the child's cases. Undefined for what speaks of no child.
 */
export function ledgerKeepingFacts({
  id,
  child,
  division,
  closed,
}: LedgerEntryRecord | KeyMinorRecord): KeepingFacts | undefined {
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
