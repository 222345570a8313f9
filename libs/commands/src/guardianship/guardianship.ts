import type {
  ApplyRevokeGuardianshipInput,
  BeginLongTermGuardianshipInput,
  ConsentAsGuardianInput,
  DecideRevocationInput,
  DropRevocationGroundInput,
  FindRevocationGroundInput,
  ReturnToGuardianInput,
  TakeTemporaryGuardianshipInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, line, text, uuid, whole, yesOrNo } from '../kinds.ts';

/** 对儿童进行临时监护. */
export class TakeTemporaryGuardianship implements Fields<TakeTemporaryGuardianshipInput> {
  @Needed(whole(1, 7)) readonly item!: number;
  @Needed(line(200)) readonly placement!: string;
  @Optional(agencyId) readonly placedWith: string | undefined;
}

/** 将儿童送回监护人抚养. */
export class ReturnToGuardian implements Fields<ReturnToGuardianInput> {
  @Optional(uuid) readonly guardianshipId: string | undefined;
  @Needed(yesOrNo) readonly assessed!: boolean;
  @Needed(text()) readonly assessment!: string;
}

/** 对儿童进行长期监护. */
export class BeginLongTermGuardianship implements Fields<BeginLongTermGuardianshipInput> {
  @Needed(text()) readonly basis!: string;
  @Optional(line(200)) readonly placement: string | undefined;
  @Optional(agencyId) readonly placedWith: string | undefined;
}

/** 以监护人身份同意. */
export class ConsentAsGuardian implements Fields<ConsentAsGuardianInput> {
  @Optional(yesOrNo) readonly childAgrees: boolean | undefined;
  @Optional(text()) readonly evidence: string | undefined;
}

/** 登记撤销监护人资格的情形. */
export class FindRevocationGround implements Fields<FindRevocationGroundInput> {
  @Needed(text()) readonly grounds!: string;
}

/** 申请撤销监护人资格. */
export class ApplyRevokeGuardianship implements Fields<ApplyRevokeGuardianshipInput> {
  @Optional(uuid) readonly revocationId: string | undefined;
  @Needed(agencyId) readonly to!: string;
  @Needed(text()) readonly grounds!: string;
}

/** 记录不申请撤销的理由. */
export class DropRevocationGround implements Fields<DropRevocationGroundInput> {
  @Optional(uuid) readonly revocationId: string | undefined;
  @Needed(text()) readonly because!: string;
}

/** 就撤销监护人资格作出裁判. */
export class DecideRevocation implements Fields<DecideRevocationInput> {
  @Optional(uuid) readonly revocationId: string | undefined;
  @Needed(yesOrNo) readonly revoked!: boolean;
  @Optional(text()) readonly note: string | undefined;
}
