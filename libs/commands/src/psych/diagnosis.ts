import {
  BRINGERS,
  type Bringer,
  type DeclineDiagnosisInput,
  type RecordBroughtForDiagnosisInput,
  type RecordDiagnosisInput,
  type RequestRediagnosisInput,
  type ServeDiagnosisInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { oneOf, text, uuid, yesOrNo } from '../kinds.ts';

/** 登记送诊. */
export class RecordBroughtForDiagnosis implements Fields<RecordBroughtForDiagnosisInput> {
  @Needed(oneOf(BRINGERS)) readonly broughtBy!: Bringer;
  @Needed(yesOrNo) readonly qualified!: boolean;
  @Optional(text()) readonly note: string | undefined;
}

/** 不作诊断. */
export class DeclineDiagnosis implements Fields<DeclineDiagnosisInput> {
  @Needed(text()) readonly because!: string;
}

/** 作出诊断. */
export class RecordDiagnosis implements Fields<RecordDiagnosisInput> {
  @Needed(text()) readonly conclusion!: string;
}

/** 送达诊断结论. */
export class ServeDiagnosis implements Fields<ServeDiagnosisInput> {
  @Optional(uuid) readonly diagnosisId: string | undefined;
}

/** 要求再次诊断. */
export class RequestRediagnosis implements Fields<RequestRediagnosisInput> {
  @Optional(uuid) readonly diagnosisId: string | undefined;
  @Optional(text()) readonly grounds: string | undefined;
}
