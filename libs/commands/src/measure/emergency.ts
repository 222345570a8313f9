import type { EndEmergencyInput, RegisterEmergencyInput } from '#case';
import { type Fields, Optional } from '../field.ts';
import { line, text, uuid } from '../kinds.ts';

/** 紧急处置完毕. */
export class EndEmergency implements Fields<EndEmergencyInput> {
  @Optional(text()) readonly note: string | undefined;
}

/** 补办接报案登记. */
export class RegisterEmergency implements Fields<RegisterEmergencyInput> {
  @Optional(uuid) readonly emergencyId: string | undefined;
  @Optional(line(40)) readonly registrationNumber: string | undefined;
}
