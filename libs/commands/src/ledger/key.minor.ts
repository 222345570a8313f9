import type { CalendarDate } from '#calendar';
import {
  type CloseKeyMinorEntryInput,
  KEY_MINOR_BEHAVIOURS,
  KEY_MINOR_CLOSING_REASONS,
  KEY_MINOR_MEASURES,
  type KeyMinorBehaviour,
  type KeyMinorClosingReason,
  type KeyMinorCommandName,
  type KeyMinorInputOf,
  type KeyMinorMeasureKind,
  type MoveKeyMinorInput,
  type OpenKeyMinorEntryInput,
  type RecordKeyMinorMeasureInput,
} from '#ledger';
import { type FieldClass, type Fields, Needed, Optional } from '../field.ts';
import { PlaceInput } from '../flag/opening.ts';
import { nested, oneOf, pastDate, text, uuid } from '../kinds.ts';
import { Whom } from './whom.ts';

/** 纳入重点未成年人台账. */
export class OpenKeyMinorEntry extends Whom implements Fields<Omit<OpenKeyMinorEntryInput, 'derived'>> {
  @Needed(oneOf(KEY_MINOR_BEHAVIOURS)) readonly behaviour!: KeyMinorBehaviour;
  @Needed(pastDate) readonly foundOn!: CalendarDate;
  @Needed(text()) readonly facts!: string;
  @Optional(text(200)) readonly survey: string | undefined;
}

/** 记录教育矫治、关爱帮扶. */
export class RecordKeyMinorMeasure implements Fields<Omit<RecordKeyMinorMeasureInput, 'derived'>> {
  @Needed(oneOf(KEY_MINOR_MEASURES)) readonly kind!: KeyMinorMeasureKind;
  @Optional(text()) readonly note: string | undefined;
  @Optional(uuid) readonly sourceCaseId: string | undefined;
}

/** 随儿童迁移. */
export class MoveKeyMinor implements Fields<MoveKeyMinorInput> {
  @Needed(nested(PlaceInput)) readonly place!: PlaceInput;
}

/** 退出重点未成年人台账. */
export class CloseKeyMinorEntry implements Fields<CloseKeyMinorEntryInput> {
  @Needed(oneOf(KEY_MINOR_CLOSING_REASONS)) readonly because!: KeyMinorClosingReason;
  @Optional(text()) readonly note: string | undefined;
}

/** The class of every command on the key-minor register. */
export const keyMinorClasses: {
  readonly [N in KeyMinorCommandName]: FieldClass<Fields<Omit<KeyMinorInputOf<N>, 'derived'>>>;
} = { OpenKeyMinorEntry, RecordKeyMinorMeasure, MoveKeyMinor, CloseKeyMinorEntry };
