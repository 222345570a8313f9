import type { OrderSchoolReturnInput, RecordSchoolReturnInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, text, uuid, whole } from '../kinds.ts';

/** 责令限期送返学校. */
export class OrderSchoolReturn implements Fields<OrderSchoolReturnInput> {
  @Needed(whole(1, 365)) readonly days!: number;
  @Optional(agencyId) readonly school: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 记录返校. */
export class RecordSchoolReturn implements Fields<RecordSchoolReturnInput> {
  @Optional(uuid) readonly schoolingId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
