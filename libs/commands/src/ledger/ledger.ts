import { FOCUS_CATEGORIES, type FocusCategory } from '#case';
import {
  type CloseLedgerEntryInput,
  CONTACT_MEANS,
  type ContactMeans,
  LEDGER_CLOSING_REASONS,
  type LedgerClosingReason,
  type OpenLedgerEntryInput,
  type RecordContactInput,
  type RecordHomeVisitInput,
  type RefreshLedgerEntryInput,
} from '#ledger';
import { type Fields, Needed, Optional } from '../field.ts';
import { oneOf, oneOrMoreOf, text } from '../kinds.ts';
import { Whom } from './whom.ts';

/** 纳入重点关爱台账. */
export class OpenLedgerEntry extends Whom implements Fields<Omit<OpenLedgerEntryInput, 'derived'>> {
  @Needed(oneOrMoreOf(FOCUS_CATEGORIES)) readonly categories!: FocusCategory[];
}

/** 记录联系. */
export class RecordContact implements Fields<RecordContactInput> {
  @Needed(oneOf(CONTACT_MEANS)) readonly means!: ContactMeans;
  @Optional(text()) readonly note: string | undefined;
}

/** 记录入户走访. */
export class RecordHomeVisit implements Fields<RecordHomeVisitInput> {
  @Optional(text()) readonly note: string | undefined;
}

/** 更新台账信息. */
export class RefreshLedgerEntry implements Fields<RefreshLedgerEntryInput> {
  @Optional(text()) readonly note: string | undefined;
}

/** 退出台账. */
export class CloseLedgerEntry implements Fields<CloseLedgerEntryInput> {
  @Needed(oneOf(LEDGER_CLOSING_REASONS)) readonly because!: LedgerClosingReason;
  @Optional(text()) readonly note: string | undefined;
}
