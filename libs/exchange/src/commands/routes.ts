import type { CommandName } from '#case';
import { BadInput } from '#commands';
import { named } from '../contract.ts';
import { type Message, momentOf, plainOf, type Timestamp } from '../messages.ts';
import { choiceIn, oneOf } from './contract.words.ts';

/** Which command a method gives: always one, or by the part that the message carries. */
type Route = CommandName | Readonly<Record<string, CommandName>>;

/** The commands behind the methods of the exchange (方法与命令). Whether an agency may give one is its desk's to say. */
export const ROUTES = {
  SubmitReport: 'ReportToPolice',
  SubmitReferral: {
    psychological: 'ReferPsych',
    rerouting: 'RerouteReferral',
    rehabilitation: 'ReferRehab',
    service: 'SendWorkOrder',
    serviceRerouting: 'RerouteWorkOrder',
  },
  AcceptHandoff: {
    report: 'AcceptCase',
    referral: 'AcceptReferral',
    workOrderSignature: 'SignWorkOrder',
    workOrder: 'AcceptWorkOrder',
    protectionApplication: 'AcceptProtectionApplication',
  },
  ReturnHandoff: {
    rejection: 'NotAccept',
    informationWanted: 'RequestInfo',
    handover: 'HandOverReport',
    decline: 'DeclineReferral',
    provisionDecline: 'DeclineProvision',
    workOrder: 'ReturnWorkOrder',
  },
  CompleteHandoff: {
    disposal: 'DisposeReport',
    referral: 'CompleteReferral',
    schoolReturn: 'RecordSchoolReturn',
    guidanceSession: 'RecordGuidanceSession',
    coordination: 'AnswerCoordination',
    supervision: 'AnswerSupervision',
    workOrder: 'CompleteWorkOrder',
    workOrderRuling: 'RuleOnWorkOrder',
    dissuasion: 'RecordDissuasion',
    cautionVisit: 'RecordCautionVisit',
    withdrawalDecision: 'DecideWithdrawal',
    breach: 'DisposeBreach',
    noFilingReason: 'GiveReason',
    criminalFiling: 'FileCriminalCase',
    extensionDecision: 'DecideExtension',
    designation: 'DesignateJurisdiction',
    hukouOpinion: 'GiveHukouOpinion',
    hukouRecognition: 'DecideHukouRequest',
    applicantNotice: 'NotifyApplicant',
    protectionOrder: 'MakeProtectionOrder',
    protectionRejection: 'RejectProtectionOrder',
    revocationApplication: 'ApplyRevokeGuardianship',
    revocationWaiver: 'DropRevocationGround',
    revocationDecision: 'DecideRevocation',
    workOrderWithdrawal: 'WithdrawWorkOrder',
    splitAnswer: 'ConsentToSplit',
  },
  SupplyInformation: 'SupplyInfo',
} as const satisfies Readonly<Record<string, Route>>;
export type CommandMethod = keyof typeof ROUTES;

/** How a command is given here (办理方式). */
export interface Way {
  readonly command: CommandName;
  /** Undefined when it is given at the desk alone. */
  readonly method: CommandMethod | undefined;
  /** The part of that method's message, by its name in the contract; undefined where it has none. */
  readonly part: string | undefined;
}

/** How a command is given, for whoever asks what to do next. */
export function wayOf(command: CommandName): Way {
  for (const [method, route] of Object.entries<Route>(ROUTES) as [CommandMethod, Route][]) {
    if (route === command) return { command, method, part: undefined };
    if (typeof route === 'string') continue;
    const found = Object.entries(route).find(([, own]) => own === command);
    if (found) return { command, method, part: named(found[0]) };
  }
  return { command, method: undefined, part: undefined };
}

/** The command of a message, with envelope and own fields side by side as at a desk's door. */
export interface RoutedCommand extends Way {
  readonly method: CommandMethod;
  readonly raw: Record<string, unknown>;
}

/** @throws BadInput when the message does not say what it is about. */
export function routed(method: CommandMethod, message: Message): RoutedCommand {
  const { envelope = {}, ...rest } = message;
  const route: Route = ROUTES[method];
  const common = commonOf(envelope as Message);
  if (typeof route === 'string') {
    return { command: route, method, part: undefined, raw: { ...plainOf(rest), ...common } };
  }
  for (const [part, command] of Object.entries(route)) {
    const own = rest[part];
    if (own === undefined) continue;
    return { command, method, part: named(part), raw: { ...plainOf(own as Message), ...common } };
  }
  const parts = Object.keys(route).map(named);
  throw new BadInput([{ field: choiceIn(method), rule: 'required', message: oneOf(parts) }]);
}

function commonOf({ occurredAt, ...envelope }: Message): Record<string, unknown> {
  const common = plainOf(envelope);
  return occurredAt === undefined ? common : { ...common, occurredAt: momentOf(occurredAt as Timestamp) };
}
