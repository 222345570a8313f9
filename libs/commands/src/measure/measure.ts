import type { ApplyMeasureInput, EndMeasureInput, RemoveFromDangerInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyIds, text, uuid } from '../kinds.ts';

/** 采取矫治教育措施. */
export class ApplyMeasure implements Fields<ApplyMeasureInput> {
  @Needed(text()) readonly description!: string;
  @Optional(agencyIds) readonly invited: string[] | undefined;
}

/** 结束矫治教育措施. */
export class EndMeasure implements Fields<EndMeasureInput> {
  @Optional(uuid) readonly measureId: string | undefined;
}

/** 将儿童带离危险环境. */
export class RemoveFromDanger implements Fields<RemoveFromDangerInput> {
  @Needed(text()) readonly placement!: string;
  @Optional(text()) readonly note: string | undefined;
}
