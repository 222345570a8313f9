import type { DecideExtensionInput, RequestExtensionInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid, yesOrNo } from '../kinds.ts';

/** 申请延长时限. */
export class RequestExtension implements Fields<RequestExtensionInput> {
  @Optional(uuid) readonly clockId: string | undefined;
  @Needed(text()) readonly because!: string;
}

/** 决定是否准予延长. */
export class DecideExtension implements Fields<DecideExtensionInput> {
  @Optional(uuid) readonly extensionId: string | undefined;
  @Needed(yesOrNo) readonly granted!: boolean;
  @Optional(text()) readonly note: string | undefined;
}
