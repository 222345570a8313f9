import type {
  AcceptCaseInput,
  FindJurisdictionInput,
  HandOverReportInput,
  NotAcceptInput,
  NotifyReporterInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, line, oneOf, text, uuid, yesOrNo } from '../kinds.ts';

type NotAcceptedBecause = NotAcceptInput['notAcceptedBecause'];
const NOT_ACCEPTED_BECAUSE: Readonly<Record<NotAcceptedBecause, true>> = {
  NOT_POLICE_MATTER: true,
  NO_FACTS: true,
  HANDLED_ALREADY: true,
};

/** 受案. */
export class AcceptCase implements Fields<AcceptCaseInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Optional(line(40)) readonly receiptNumber: string | undefined;
}

/** 不予受案. */
export class NotAccept implements Fields<NotAcceptInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(oneOf(NOT_ACCEPTED_BECAUSE)) readonly notAcceptedBecause!: NotAcceptedBecause;
  @Needed(text()) readonly message!: string;
}

/** 认定管辖不属本单位. */
export class FindJurisdiction implements Fields<FindJurisdictionInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 移送有管辖权的单位. */
export class HandOverReport implements Fields<HandOverReportInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(agencyId) readonly to!: string;
  @Optional(text()) readonly note: string | undefined;
}

/** 反馈报告人. */
export class NotifyReporter implements Fields<NotifyReporterInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(text()) readonly message!: string;
  @Optional(yesOrNo) readonly result: boolean | undefined;
}
