import type { ServerUnaryCall, ServerWritableStream, sendUnaryData, UntypedServiceImplementation } from '@grpc/grpc-js';
import { may } from '#access';
import { deskOf } from '#desks';
import type { Runtime } from '#runtime';
import type { ExchangeClients } from './clients.ts';
import { type Caller, give } from './commands/give.ts';
import { lawfulNextSteps } from './commands/next.steps.ts';
import { type CommandMethod, ROUTES, routed } from './commands/routes.ts';
import { statusOf, stranger, tooManyCalls } from './errors.ts';
import { type Acknowledgement, acknowledge } from './handoffs/acknowledge.ts';
import type { StreamRequest, Streams } from './handoffs/streams.ts';
import type { Message } from './messages.ts';

/** Does the work of a call as part of a trace; headers may name the caller's own. */
export type Traced = <T>(method: string, headers: Record<string, unknown>, work: () => Promise<T>) => Promise<T>;

/** Takes one call of an agency's systems, or says in how many seconds to come again (限流). */
export type TakeTurn = (agency: string) => Promise<number | undefined>;

export interface ServiceParts {
  readonly runtime: Runtime;
  readonly clients: ExchangeClients;
  readonly streams: Streams;
  readonly traced: Traced;
  readonly takeTurn: TakeTurn;
  /** Logs a fault and gives the id under which it is found. */
  readonly report: (error: unknown) => string;
}

type Call = Pick<ServerUnaryCall<Message, object>, 'getAuthContext' | 'getDeadline' | 'request'>;
type Answer = (message: Message, caller: Caller) => Promise<object>;

/** The methods of the exchange over a runtime; each call is its certificate's agency's, at that agency's desk. */
export function exchangeService({
  runtime,
  clients,
  streams,
  traced,
  takeTurn,
  report,
}: ServiceParts): UntypedServiceImplementation {
  const callerOf = async (call: Call): Promise<Caller> => {
    const certificate = call.getAuthContext().sslPeerCertificate;
    const officer = certificate && clients.of(certificate);
    const desk = officer && deskOf(officer.agency);
    if (!officer || !desk || may(officer, 'ENTER', { works: true }) !== 'YES') throw stranger();
    const seconds = await takeTurn(officer.agency.id);
    if (seconds !== undefined) throw tooManyCalls(seconds);
    const deadline = call.getDeadline();
    return { officer, desk, deadline: typeof deadline === 'number' ? deadline : deadline.getTime() };
  };
  const unary = (answer: Answer) => (call: ServerUnaryCall<Message, object>, done: sendUnaryData<object>) => {
    const answered = async () => answer(call.request, await callerOf(call));
    traced(call.getPath(), call.metadata.getMap(), answered).then(
      (response) => done(null, response),
      (error: unknown) => done(statusOf(error, report)),
    );
  };
  const commands = (Object.keys(ROUTES) as CommandMethod[]).map(
    (method) => [method, unary((message, caller) => give(routed(method, message), caller, runtime))] as const,
  );
  return {
    ...Object.fromEntries(commands),
    AcknowledgeHandoff: unary(async (message, caller) => {
      const { handoffId = '', version = '' } = message as Acknowledgement;
      const answer = await acknowledge(message as Acknowledgement, caller, runtime);
      streams.acknowledged(caller.officer.agency.id, handoffId, version);
      return answer;
    }),
    GetLawfulNextSteps: unary(({ caseId = '' }, caller) => lawfulNextSteps(String(caseId), caller, runtime)),
    StreamHandoffs: (call: ServerWritableStream<StreamRequest, object>) => {
      const served = async () => streams.serve(call, await callerOf(call as unknown as Call));
      served().then(
        () => call.end(),
        (error: unknown) => call.emit('error', statusOf(error, report)),
      );
    },
  };
}
