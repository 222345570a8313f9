import type { FindPapersIncompleteInput, RequestInfoInput, SupplyInfoInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid } from '../kinds.ts';

/** 认定材料不全. */
export class FindPapersIncomplete implements Fields<FindPapersIncompleteInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 要求补充材料. */
export class RequestInfo implements Fields<RequestInfoInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(text()) readonly wanted!: string;
}

/** 补充材料. */
export class SupplyInfo implements Fields<SupplyInfoInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(text()) readonly supplied!: string;
}
