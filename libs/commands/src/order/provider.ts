import type { DeclineProvisionInput, NameProviderInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, text, uuid } from '../kinds.ts';

/** 不承接家庭教育指导. */
export class DeclineProvision implements Fields<DeclineProvisionInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(text()) readonly because!: string;
}

/** 指定承接机构. */
export class NameProvider implements Fields<NameProviderInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(agencyId) readonly provider!: string;
}
