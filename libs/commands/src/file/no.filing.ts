import {
  type AskWhyNotFiledInput,
  COMPLAINANTS,
  type Complainant,
  type ComplainOfNoFilingInput,
  type DecideNotToFileInput,
  type GiveReasonInput,
  type NotifyToFileInput,
  type ServeNoFilingInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { ChildInput, GuardianInput, PlaceInput } from '../flag/opening.ts';
import { agencyId, nested, oneOf, text, uuid } from '../kinds.ts';

/** 决定不予立案. */
export class DecideNotToFile implements Fields<DecideNotToFileInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(text()) readonly because!: string;
  @Optional(agencyId) readonly copiedTo: string | undefined;
}

/** 送达不予立案通知书. */
export class ServeNoFiling implements Fields<ServeNoFilingInput> {
  @Optional(uuid) readonly fileId: string | undefined;
}

/** 记录不立案控告. Whom and where it is about is said by a procuratorate that knows of no case. */
export class ComplainOfNoFiling implements Fields<Omit<ComplainOfNoFilingInput, 'derived'>> {
  @Optional(nested(ChildInput)) readonly child: ChildInput | undefined;
  @Optional(nested(GuardianInput)) readonly guardian: GuardianInput | undefined;
  @Optional(nested(PlaceInput)) readonly place: PlaceInput | undefined;
  @Optional(uuid) readonly reportId: string | undefined;
  @Optional(agencyId) readonly to: string | undefined;
  @Needed(oneOf(COMPLAINANTS)) readonly complainant!: Complainant;
  @Needed(text()) readonly grounds!: string;
}

/** 要求说明不立案理由. */
export class AskWhyNotFiled implements Fields<AskWhyNotFiledInput> {
  @Optional(uuid) readonly fileId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 说明不立案理由. */
export class GiveReason implements Fields<GiveReasonInput> {
  @Optional(uuid) readonly fileId: string | undefined;
  @Needed(text()) readonly explanation!: string;
}

/** 通知公安机关立案. */
export class NotifyToFile implements Fields<NotifyToFileInput> {
  @Optional(uuid) readonly fileId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
