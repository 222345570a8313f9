import type { Sealed } from '#case';
import { onLedger, whileOnLedger } from './command.ts';

/** Why a child is taken off the ledger (退出台账原因). */
export const LEDGER_CLOSING_REASONS = {
  AGE_OUT: { zh: '年满规定年龄', en: 'Reached the age limit' },
  MOVED_OUT: { zh: '已迁出', en: 'Moved away' },
  NOT_MIGRANT: { zh: '不再属于流动儿童', en: 'No longer a migrant child' },
  NEED_ENDED: { zh: '关爱情形已消除', en: 'The need has ended' },
} as const;
export type LedgerClosingReason = keyof typeof LEDGER_CLOSING_REASONS;

export interface RefreshLedgerEntryInput {
  readonly note?: Sealed;
}

/** 更新台账: what it says was looked at anew; it is refreshed at least every half year. */
export const RefreshLedgerEntry = onLedger<RefreshLedgerEntryInput>({
  name: { zh: '更新台账信息', en: 'Refresh a ledger entry' },
  personal: { note: 'evidence' },
  emits: ['LedgerRefreshed'],
  guards: [whileOnLedger],
  decide: ({ note }, { id: ledgerEntryId }) => [{ type: 'LedgerRefreshed', data: { ledgerEntryId, note } }],
});

export interface CloseLedgerEntryInput {
  readonly because: LedgerClosingReason;
  readonly note?: Sealed;
}

/** 退出台账: ends the entry and its clocks, and nothing of a case: protection does not hang on it. */
export const CloseLedgerEntry = onLedger<CloseLedgerEntryInput>({
  name: { zh: '退出台账', en: 'Take a child off the ledger' },
  personal: { note: 'evidence' },
  emits: ['LedgerEntryClosed'],
  guards: [whileOnLedger],
  decide: ({ because: reason, note }, { id: ledgerEntryId }) => [
    { type: 'LedgerEntryClosed', data: { ledgerEntryId, reason, note } },
  ],
});
