import { type AboutInput, areTwoChildren, type Child, refuse, type Sealed } from '#case';
import { countyOf } from '#policy';
import { aKeyMinor, onRegister, whileOnRegister } from './command.ts';
import type { KeyMinorClosingReason, KeyMinorMeasure, KeyMinorMeasureKind } from './record.ts';

export interface RecordKeyMinorMeasureInput {
  readonly kind: KeyMinorMeasureKind;
  readonly note?: Sealed;
  /** The case in which the agency took a corrective measure, to point to it. */
  readonly sourceCaseId?: string;
  /** Looked up at the door: the measure that the agency took in that case, null when there is none for it to see; and the match tags of its child. */
  readonly derived?: { readonly taken: KeyMinorMeasure['taken']; readonly tags?: Child['tags'] };
}

/** 教育矫治、关爱帮扶: what was done for the child, by whoever's duty it is. A measure of a case is pointed to and not repeated. */
export const RecordKeyMinorMeasure = onRegister<RecordKeyMinorMeasureInput>({
  name: { zh: '记录教育矫治、关爱帮扶', en: 'Record correction, education or help' },
  personal: { note: 'offence' },
  emits: ['KeyMinorMeasureRecorded'],
  guards: [whileOnRegister],
  decide({ kind, note, sourceCaseId, derived }, { id: keyMinorEntryId, child }, { newId }) {
    const taken = derived?.taken ?? null;
    const another = areTwoChildren(child?.tags, derived?.tags);
    if (sourceCaseId !== undefined && (taken === null || another)) return refuse('NOT_FOUND');
    const data = { keyMinorEntryId, kind, measureId: newId(), note, taken };
    return [{ type: 'KeyMinorMeasureRecorded', data }];
  },
});

export interface MoveKeyMinorInput {
  readonly place: AboutInput['place'];
}

const THE_COUNTY = { zh: '本县', en: 'the county of this register' };

/** 随儿童迁移: to another place of the county, whose township has the duty from then on. Out of the county, the entry is closed. */
export const MoveKeyMinor = onRegister<MoveKeyMinorInput>({
  name: { zh: '随儿童迁移', en: 'Move an entry with the child' },
  personal: { 'place.address': 'contact' },
  emits: ['KeyMinorMoved'],
  guards: [whileOnRegister],
  decide({ place: { division, address } }, record) {
    const { id: keyMinorEntryId } = record;
    if (countyOf(division) !== countyOf(record.division)) return refuse('PLACE_ELSEWHERE', null, { area: THE_COUNTY });
    if (division === record.division && address === undefined) return refuse('ALREADY_DONE', null, { item: aKeyMinor });
    return [{ type: 'KeyMinorMoved', data: { keyMinorEntryId, division, address } }];
  },
});

export interface CloseKeyMinorEntryInput {
  readonly because: KeyMinorClosingReason;
  readonly note?: Sealed;
}

/** 退出重点未成年人台账: one that was a mistake is shown to nobody from then on. */
export const CloseKeyMinorEntry = onRegister<CloseKeyMinorEntryInput>({
  name: { zh: '退出重点未成年人台账', en: 'Take a child off the key-minor register' },
  personal: { note: 'offence' },
  emits: ['KeyMinorEntryClosed'],
  guards: [whileOnRegister],
  decide: ({ because: reason, note }, { id: keyMinorEntryId }) => [
    { type: 'KeyMinorEntryClosed', data: { keyMinorEntryId, reason, note } },
  ],
});
