import type { CalendarDate, Instant } from '#calendar';
import type { CaseRecord, Child, Guardian, Happening, Sealed } from '#case';
import type { AgencyType } from '#policy';

/** What a child was found to do (行为类别), as 预防未成年人犯罪法 tells the two apart. */
export const KEY_MINOR_BEHAVIOURS = {
  MISBEHAVIOUR: { zh: '不良行为（预防未成年人犯罪法28）', en: 'Misbehaviour (预防未成年人犯罪法28)' },
  SERIOUS_MISBEHAVIOUR: {
    zh: '严重不良行为（预防未成年人犯罪法38）',
    en: 'Serious misbehaviour (预防未成年人犯罪法38)',
  },
} as const;
export type KeyMinorBehaviour = keyof typeof KEY_MINOR_BEHAVIOURS;

/** What is done for a child on the register (教育矫治、关爱帮扶). */
export const KEY_MINOR_MEASURES = {
  CORRECTION: { zh: '矫治', en: 'Correction' },
  EDUCATION: { zh: '教育', en: 'Education' },
  HELP: { zh: '帮扶', en: 'Help' },
} as const;
export type KeyMinorMeasureKind = keyof typeof KEY_MINOR_MEASURES;

/** Why an entry ends (退出原因). */
export const KEY_MINOR_CLOSING_REASONS = {
  AGE_OUT: { zh: '年满十八周岁', en: 'Turned eighteen' },
  NO_LONGER: { zh: '不再有不良行为', en: 'It behaves so no longer' },
  MOVED_OUT: { zh: '已迁出本县', en: 'Moved out of the county' },
  MISTAKEN: { zh: '误登', en: 'Entered by mistake' },
} as const;
export type KeyMinorClosingReason = keyof typeof KEY_MINOR_CLOSING_REASONS;

/** What the entry rests on (纳入依据): what was found, when, and by which survey or in which case. */
export interface Found {
  readonly id: string;
  readonly behaviour: KeyMinorBehaviour;
  readonly foundOn: CalendarDate;
  readonly facts: Sealed;
  /** Which survey found it (监测摸排), in the officer's words. */
  readonly survey?: Sealed;
  readonly caseId: string | null;
  readonly by: string;
}

/** Correction, education or help that was given (教育矫治、关爱帮扶). */
export interface KeyMinorMeasure {
  readonly id: string;
  readonly kind: KeyMinorMeasureKind;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly enteredLate: boolean;
  readonly by: string;
  readonly note?: Sealed;
  /** A corrective measure of a case (矫治教育措施, 预防未成年人犯罪法41) that it points to, and does not repeat. */
  readonly taken: { readonly caseId: string; readonly measureId: string } | null;
}

/**
 * The whole record of a child's entry on the key-minor register (重点未成年人信息台账): the fold of its stream. It is no entry of the
 * focused-care ledger, and only those whose duty it is know of it. What is personal in it is sealed under the child's keys.
 */
export interface KeyMinorRecord extends Pick<CaseRecord, 'id' | 'revision' | 'at' | 'clocks' | 'answers'> {
  readonly status: 'none' | 'open' | 'closed';
  /** Where the child lives: a division code. */
  readonly division: string;
  /** Whose duty the register was by the pack in force when the child was entered (责任单位), by agency type. */
  readonly duty: readonly AgencyType[];
  readonly child: Child | null;
  readonly guardian: Guardian | null;
  readonly address?: Sealed;
  readonly found: readonly Found[];
  readonly measures: readonly KeyMinorMeasure[];
  readonly lastDay: CalendarDate | null;
  readonly enteredAt: Instant | null;
  readonly caseIds: readonly string[];
  readonly closed: { readonly reason: KeyMinorClosingReason; readonly at: Instant; readonly note?: Sealed } | null;
  readonly history: readonly Happening[];
}

/** An entry before its first event. */
export function noKeyMinor(id: string): KeyMinorRecord {
  return {
    id,
    revision: -1,
    at: null,
    status: 'none',
    division: '',
    duty: [],
    child: null,
    guardian: null,
    found: [],
    measures: [],
    lastDay: null,
    enteredAt: null,
    caseIds: [],
    closed: null,
    history: [],
    clocks: [],
    answers: [],
  };
}
