import type { DesignateJurisdictionInput, RequestDesignationInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, text, uuid } from '../kinds.ts';

/** 报请指定管辖. */
export class RequestDesignation implements Fields<RequestDesignationInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 指定管辖. */
export class DesignateJurisdiction implements Fields<DesignateJurisdictionInput> {
  @Optional(uuid) readonly designationId: string | undefined;
  @Needed(agencyId) readonly to!: string;
  @Optional(text()) readonly note: string | undefined;
}
