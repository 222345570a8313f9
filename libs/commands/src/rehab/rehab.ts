import type { ApplyRehabInput, ReferRehabInput, RegisterRehabInput } from '#case';
import { type Fields, Optional } from '../field.ts';
import { agencyId, text, uuid } from '../kinds.ts';

/** 受理社区康复申请. */
export class ApplyRehab implements Fields<ApplyRehabInput> {
  @Optional(text()) readonly note: string | undefined;
}

/** 登记社区康复. */
export class RegisterRehab implements Fields<RegisterRehabInput> {
  @Optional(uuid) readonly rehabId: string | undefined;
}

/** 转介社区康复. */
export class ReferRehab implements Fields<ReferRehabInput> {
  @Optional(uuid) readonly rehabId: string | undefined;
  @Optional(agencyId) readonly to: string | undefined;
}
