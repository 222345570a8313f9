import type { CalendarDate } from '#calendar';
import {
  type ChangesOf,
  type Child,
  type EligibilityCode,
  type EventDeclarations,
  type EventMeta,
  type EventOf,
  evolving,
  type Guardian,
  namesOf,
  type Sealed,
} from '#case';
import type { AgencyType } from '#policy';
import {
  type Found,
  KEY_MINOR_BEHAVIOURS,
  KEY_MINOR_CLOSING_REASONS,
  KEY_MINOR_MEASURES,
  type KeyMinorClosingReason,
  type KeyMinorMeasure,
  type KeyMinorRecord,
} from './record.ts';

/** Every event of a child's entry on the key-minor register. */
export interface KeyMinorEvents {
  KeyMinorEntered: {
    readonly keyMinorEntryId: string;
    readonly child: Child;
    readonly guardian?: Guardian;
    readonly division: string;
    readonly address?: Sealed;
    readonly eligibility: EligibilityCode;
    /** The last day on which the child is a minor. */
    readonly lastDay: CalendarDate | null;
    /** Whose duty it is by the pack in force: a later one opens the entry to nobody else. */
    readonly duty: readonly AgencyType[];
  };
  KeyMinorFound: { readonly keyMinorEntryId: string; readonly foundId: string } & Omit<Found, 'id' | 'by'>;
  KeyMinorMeasureRecorded: {
    readonly keyMinorEntryId: string;
    readonly kind: KeyMinorMeasure['kind'];
    readonly measureId: string;
    readonly note?: Sealed;
    readonly taken: KeyMinorMeasure['taken'];
  };
  KeyMinorMoved: { readonly keyMinorEntryId: string; readonly division: string; readonly address?: Sealed };
  KeyMinorEntryClosed: {
    readonly keyMinorEntryId: string;
    readonly reason: KeyMinorClosingReason;
    readonly note?: Sealed;
  };
}

export type KeyMinorEvent = EventOf<KeyMinorEvents>;
export type RecordedKeyMinorEvent = KeyMinorEvent & { readonly meta: EventMeta };

export const keyMinorEvents: EventDeclarations<KeyMinorEvents> = {
  KeyMinorEntered: {
    name: { zh: '纳入重点未成年人台账', en: 'Entered on the key-minor register' },
    looks: { lastDay: 'date', eligibility: 'text' },
  },
  KeyMinorFound: {
    name: { zh: '发现不良行为', en: 'Misbehaviour found' },
    looks: { behaviour: namesOf(KEY_MINOR_BEHAVIOURS), foundOn: 'date' },
  },
  KeyMinorMeasureRecorded: {
    name: { zh: '教育矫治、关爱帮扶已记录', en: 'Correction, education or help recorded' },
    looks: { kind: namesOf(KEY_MINOR_MEASURES) },
  },
  KeyMinorMoved: { name: { zh: '随儿童迁移', en: 'Moved with the child' } },
  KeyMinorEntryClosed: {
    name: { zh: '退出重点未成年人台账', en: 'Taken off the key-minor register' },
    looks: { reason: namesOf(KEY_MINOR_CLOSING_REASONS) },
  },
};

const changes: ChangesOf<KeyMinorRecord, KeyMinorEvents> = {
  KeyMinorEntered: (_, { child, guardian, division, address, lastDay, duty }, { occurredAt }) => ({
    status: 'open',
    child,
    guardian: guardian ?? null,
    division,
    address,
    lastDay,
    duty,
    enteredAt: occurredAt,
    closed: null,
  }),
  KeyMinorFound: ({ found, caseIds }, { keyMinorEntryId: _, foundId: id, ...what }, { actor }) => ({
    found: [...found, { id, ...what, by: actor.agency.id }],
    caseIds: withCase(caseIds, what.caseId),
  }),
  KeyMinorMeasureRecorded: ({ measures, caseIds }, { kind, measureId: id, note, taken }, meta) => {
    const { occurredAt: at, at: recordedAt, enteredLate, actor } = meta;
    const measure = { id, kind, at, recordedAt, enteredLate, by: actor.agency.id, note, taken };
    return { measures: [...measures, measure], caseIds: withCase(caseIds, taken?.caseId ?? null) };
  },
  KeyMinorMoved: (_, { division, address }) => ({ division, address }),
  KeyMinorEntryClosed: (_, { reason, note }, { occurredAt }) => ({
    status: 'closed',
    closed: { reason, at: occurredAt, note },
  }),
};

function withCase(caseIds: readonly string[], caseId: string | null): readonly string[] {
  return caseId === null || caseIds.includes(caseId) ? caseIds : [...caseIds, caseId];
}

/** The entry after one more event. */
export const evolveKeyMinor = evolving(changes);
