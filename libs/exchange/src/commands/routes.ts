import type { CommandName } from '#case';
import { BadInput } from '#commands';
import { type Message, momentOf, plainOf, type Timestamp } from '../messages.ts';

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
  },
  SupplyInformation: 'SupplyInfo',
} as const satisfies Readonly<Record<string, Route>>;
export type CommandMethod = keyof typeof ROUTES;

/** The method that gives a command, for whoever asks what to do next; undefined when it is given at the desk alone. */
export function methodOf(command: CommandName): string | undefined {
  return Object.entries<Route>(ROUTES).find(([, route]) =>
    typeof route === 'string' ? route === command : Object.values(route).includes(command),
  )?.[0];
}

/** The command of a message, with envelope and own fields side by side as at a desk's door. */
export interface RoutedCommand {
  readonly command: CommandName;
  readonly raw: Record<string, unknown>;
}

/** @throws BadInput when the message does not say what it is about. */
export function routed(method: CommandMethod, message: Message): RoutedCommand {
  const { envelope = {}, ...rest } = message;
  const route: Route = ROUTES[method];
  const common = commonOf(envelope as Message);
  if (typeof route === 'string') return { command: route, raw: { ...plainOf(rest), ...common } };
  for (const [part, command] of Object.entries(route)) {
    const own = rest[part];
    if (own !== undefined) return { command, raw: { ...plainOf(own as Message), ...common } };
  }
  const message_ = { zh: `应填写下列之一：${Object.keys(route).join('、')}。`, en: 'One of the parts is needed.' };
  throw new BadInput([{ field: Object.keys(route)[0] ?? '', rule: 'required', message: message_ }]);
}

function commonOf({ occurredAt, ...envelope }: Message): Record<string, unknown> {
  const common = plainOf(envelope);
  return occurredAt === undefined ? common : { ...common, occurredAt: momentOf(occurredAt as Timestamp) };
}
