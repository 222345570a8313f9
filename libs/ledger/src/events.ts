import type { CalendarDate, Instant } from '#calendar';
import {
  type ChangesOf,
  type Child,
  changed,
  type EligibilityCode,
  type EventDeclarations,
  type EventMeta,
  type EventOf,
  evolving,
  type FocusCategory,
  type Guardian,
  namesOf,
  type Sealed,
} from '#case';
import { LEDGER_CLOSING_REASONS, type LedgerClosingReason } from './keep.ts';
import type { Category, LedgerEntryRecord, Touch } from './record.ts';
import { CONTACT_MEANS, type ContactMeans } from './visit.ts';

/** What time alone brings about on a clock of an entry. */
interface RanOut {
  readonly ledgerEntryId: string;
  readonly clockId: string;
  readonly clock: string;
  readonly due: Instant;
  readonly holder: string | null;
}

/** Every event of a child's entry on the focused-care ledger. */
export interface LedgerEvents {
  EnteredOnLedger: {
    readonly ledgerEntryId: string;
    readonly categories: readonly FocusCategory[];
    readonly child: Child;
    readonly guardian?: Guardian;
    readonly division: string;
    readonly address?: Sealed;
    readonly eligibility: EligibilityCode;
    /** The last day on which the child is under the age limit of the programme. */
    readonly lastDay: CalendarDate | null;
    /** The case that it came of. */
    readonly caseId: string | null;
    /** Who had it opened: what a case brought about is its agency's doing. */
    readonly openedBy: string;
    /** Whether the township may know why the child is on it. */
    readonly openToThePlace: boolean;
  };
  FocusCategoriesAdded: {
    readonly ledgerEntryId: string;
    readonly categories: readonly FocusCategory[];
    readonly caseId: string | null;
    readonly openToThePlace: boolean;
  };
  ContactRecorded: {
    readonly ledgerEntryId: string;
    readonly contactId: string;
    readonly means: ContactMeans;
    readonly note?: Sealed;
    /** Periods missed before, by their clocks, in which it turns out to have taken place. */
    readonly makesUp: readonly string[];
  };
  HomeVisitRecorded: {
    readonly ledgerEntryId: string;
    readonly visitId: string;
    readonly note?: Sealed;
    readonly makesUp: readonly string[];
  };
  LedgerRefreshed: { readonly ledgerEntryId: string; readonly note?: Sealed };
  LedgerPeriodMissed: RanOut;
  LedgerDutyOverdue: RanOut;
  LedgerEntryClosed: {
    readonly ledgerEntryId: string;
    readonly reason: LedgerClosingReason;
    readonly note?: Sealed;
  };
}

export type LedgerEvent = EventOf<LedgerEvents>;
export type RecordedLedgerEvent = LedgerEvent & { readonly meta: EventMeta };

export const ledgerEvents: EventDeclarations<LedgerEvents> = {
  EnteredOnLedger: {
    name: { zh: '建立台账，一人一档', en: 'Entered on the ledger' },
    looks: { lastDay: 'date', eligibility: 'text' },
  },
  FocusCategoriesAdded: { name: { zh: '增加关爱类别', en: 'Categories of care added' } },
  ContactRecorded: { name: { zh: '联系已记录', en: 'Contact recorded' }, looks: { means: namesOf(CONTACT_MEANS) } },
  HomeVisitRecorded: { name: { zh: '入户走访已记录', en: 'Home visit recorded' } },
  LedgerRefreshed: { name: { zh: '台账信息已更新', en: 'Ledger entry refreshed' } },
  LedgerPeriodMissed: { name: { zh: '本期未办理（超期）', en: 'Period missed: breached' }, looks: { clock: 'text' } },
  LedgerDutyOverdue: { name: { zh: '台账时限超期', en: 'Duty of the ledger overdue' }, looks: { clock: 'text' } },
  LedgerEntryClosed: {
    name: { zh: '退出台账', en: 'Taken off the ledger' },
    looks: { reason: namesOf(LEDGER_CLOSING_REASONS) },
  },
};

const changes: ChangesOf<LedgerEntryRecord, LedgerEvents> = {
  EnteredOnLedger: (record, data, { at, occurredAt }) => ({
    status: 'open',
    division: data.division,
    child: data.child,
    guardian: data.guardian ?? null,
    address: data.address,
    categories: named(data.categories, data.openToThePlace),
    lastDay: data.lastDay,
    openedAt: occurredAt,
    enteredAt: at,
    openedBy: data.openedBy,
    caseIds: withCase(record, data.caseId),
    closed: null,
  }),
  FocusCategoriesAdded: (record, { categories, caseId, openToThePlace }) => ({
    categories: [...record.categories, ...named(categories, openToThePlace)],
    caseIds: withCase(record, caseId),
  }),
  ContactRecorded: (record, { contactId, means, note, makesUp }, meta) => ({
    contacts: [...record.contacts, touch(contactId, means, note, meta)],
    missed: madeUp(record, makesUp, contactId),
  }),
  HomeVisitRecorded: (record, { visitId, note, makesUp }, meta) => ({
    visits: [...record.visits, touch(visitId, 'HOME_VISIT', note, meta)],
    missed: madeUp(record, makesUp, visitId),
  }),
  LedgerRefreshed: (_, __, { occurredAt }) => ({ refreshedAt: occurredAt }),
  LedgerPeriodMissed: (record, { clockId, clock, due }) => ({
    missed: [...record.missed, { clockId, clock, due, madeUpBy: null }],
  }),
  LedgerDutyOverdue: ({ clocks }, { clockId }) => ({ clocks: changed(clocks, clockId, { state: 'overdue' }) }),
  LedgerEntryClosed: (_, { reason, note }, { occurredAt }) => ({
    status: 'closed',
    closed: { reason, at: occurredAt, note },
  }),
};

function named(categories: readonly FocusCategory[], open: boolean): readonly Category[] {
  return categories.map((category) => ({ category, open }));
}

function withCase({ caseIds }: LedgerEntryRecord, caseId: string | null): readonly string[] {
  return caseId === null || caseIds.includes(caseId) ? caseIds : [...caseIds, caseId];
}

function touch(id: string, means: Touch['means'], note: Sealed | undefined, meta: EventMeta): Touch {
  const { occurredAt: at, at: recordedAt, enteredLate, actor } = meta;
  return { id, means, at, recordedAt, enteredLate, by: actor.agency.id, note };
}

function madeUp({ missed }: LedgerEntryRecord, clockIds: readonly string[], by: string): LedgerEntryRecord['missed'] {
  return missed.map((one) =>
    one.madeUpBy === null && clockIds.includes(one.clockId) ? { ...one, madeUpBy: by } : one,
  );
}

/** The entry after one more event. */
export const evolveLedgerEntry = evolving(changes);
