import type { CalendarDate, Instant } from '#calendar';
import type { CaseRecord, Child, FocusCategory, Guardian, Happening, Sealed } from '#case';
import type { LedgerClosingReason } from './keep.ts';
import type { ContactMeans } from './visit.ts';

/** A contact or a home visit (联系、走访). */
export interface Touch {
  readonly id: string;
  readonly means: ContactMeans | 'HOME_VISIT';
  /** When it took place, as the officer says. */
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly enteredLate: boolean;
  readonly by: string;
  readonly note?: Sealed;
}

/** A calendar period in which nothing was done (本期未办理): it stays in history, whatever is entered afterwards. */
export interface MissedPeriod {
  readonly clockId: string;
  readonly clock: string;
  readonly due: Instant;
  /** The contact or visit entered late that turns out to have taken place in it. */
  readonly madeUpBy: string | null;
}

/** Why the child is on the ledger, and whether the township may know: what civil affairs alone found is for it alone. */
export interface Category {
  readonly category: FocusCategory;
  readonly open: boolean;
}

/**
 * The whole record of a child's entry on the focused-care ledger (重点关爱服务对象信息台账，一人一档): the fold of its stream. What is
 * personal in it is sealed under the child's keys.
 */
export interface LedgerEntryRecord extends Pick<CaseRecord, 'id' | 'revision' | 'at' | 'clocks' | 'answers'> {
  readonly status: 'none' | 'open' | 'closed';
  /** Where the child lives: a division code. */
  readonly division: string;
  readonly child: Child | null;
  readonly guardian: Guardian | null;
  readonly address?: Sealed;
  readonly categories: readonly Category[];
  readonly lastDay: CalendarDate | null;
  readonly openedAt: Instant | null;
  readonly enteredAt: Instant | null;
  readonly openedBy: string;
  readonly caseIds: readonly string[];
  readonly contacts: readonly Touch[];
  readonly visits: readonly Touch[];
  readonly missed: readonly MissedPeriod[];
  readonly refreshedAt: Instant | null;
  readonly closed: { readonly reason: LedgerClosingReason; readonly at: Instant; readonly note?: Sealed } | null;
  readonly history: readonly Happening[];
}

/** An entry before its first event. */
export function noLedgerEntry(id: string): LedgerEntryRecord {
  return {
    id,
    revision: -1,
    at: null,
    status: 'none',
    division: '',
    child: null,
    guardian: null,
    categories: [],
    lastDay: null,
    openedAt: null,
    enteredAt: null,
    openedBy: '',
    caseIds: [],
    contacts: [],
    visits: [],
    missed: [],
    refreshedAt: null,
    closed: null,
    history: [],
    clocks: [],
    answers: [],
  };
}
