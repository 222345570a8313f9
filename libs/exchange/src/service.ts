import type { PeerCertificate } from 'node:tls';
import type { ServerUnaryCall, ServerWritableStream, sendUnaryData, UntypedServiceImplementation } from '@grpc/grpc-js';
import { may, type Officer } from '#access';
import { deskOf } from '#desks';
import type { Runtime } from '#runtime';
import type { ExchangeClients } from './clients.ts';
import { type Caller, give } from './commands/give.ts';
import { lawfulNextSteps } from './commands/next.steps.ts';
import { type CommandMethod, ROUTES, routed } from './commands/routes.ts';
import { statusOf, stranger, takenBack, tooManyCalls } from './errors.ts';
import { type Acknowledgement, acknowledge } from './handoffs/acknowledge.ts';
import type { StreamRequest, Streams } from './handoffs/streams.ts';
import type { Message } from './messages.ts';
import type { Revocations } from './revocations.ts';

/** Does the work of a call as part of a trace; headers may name the caller's own. */
export type Traced = <T>(method: string, headers: Record<string, unknown>, work: () => Promise<T>) => Promise<T>;

/** Takes one call of an agency's systems, or says in how many seconds to come again (限流). */
export type TakeTurn = (agency: string) => Promise<number | undefined>;

export interface ServiceParts {
  readonly runtime: Runtime;
  readonly clients: Pick<ExchangeClients, 'of' | 'refused'>;
  /** Asked at each call and before each message of a stream, so that what is taken back is out at once. */
  readonly revocations: () => Revocations;
  readonly streams: Streams;
  readonly traced: Traced;
  readonly takeTurn: TakeTurn;
  /** Logs a fault and gives the id under which it is found. */
  readonly report: (error: unknown) => string;
}

type Call = Pick<ServerUnaryCall<Message, object>, 'getAuthContext' | 'getDeadline' | 'request'>;
type Answer = (message: Message, caller: Caller) => Promise<object>;

const HEARD_EVERY = 10_000;

/** Notes that a system is there, at most every ten seconds; what cannot be noted now is at its next call. */
function hearing({ systems }: Pick<Runtime, 'systems'>): (officer: Officer) => void {
  const last = new Map<string, number>();
  return ({ id, agency }) => {
    const now = Date.now();
    if (now - (last.get(id) ?? 0) < HEARD_EVERY) return;
    last.set(id, now);
    systems.heard({ agency: agency.id, system: id.slice(agency.id.length + 1) }).catch(() => last.delete(id));
  };
}

/** The methods of the exchange over a runtime; each call is its certificate's agency's, at that agency's desk. */
export function exchangeService({
  runtime,
  clients,
  revocations,
  streams,
  traced,
  takeTurn,
  report,
}: ServiceParts): UntypedServiceImplementation {
  const heard = hearing(runtime);
  const inForce = (certificate: PeerCertificate) =>
    !clients.refused(certificate) &&
    !revocations().revoked(certificate) &&
    Date.parse(certificate.valid_to) > Date.now(); // looked at by TLS when the connection was made, and not since
  const callerOf = (call: Call): Caller => {
    const certificate = call.getAuthContext().sslPeerCertificate;
    if (certificate && !inForce(certificate)) throw takenBack();
    const officer = certificate && clients.of(certificate);
    const desk = officer && deskOf(officer.agency);
    if (!officer || !desk || may(officer, 'ENTER', { works: true }) !== 'YES') throw stranger();
    heard(officer);
    const deadline = call.getDeadline();
    return { officer, desk, deadline: typeof deadline === 'number' ? deadline : deadline.getTime() };
  };
  const counted = async (caller: Caller): Promise<Caller> => {
    const seconds = await takeTurn(caller.officer.agency.id);
    if (seconds !== undefined) throw tooManyCalls(seconds);
    return caller;
  };
  const unary = (answer: Answer) => (call: ServerUnaryCall<Message, object>, done: sendUnaryData<object>) => {
    const answered = async () => answer(call.request, await counted(callerOf(call)));
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
      await runtime.systems.acknowledged({ agency: caller.officer.agency.id, id: handoffId, version });
      return answer;
    }),
    GetLawfulNextSteps: unary(({ caseId = '' }, caller) => lawfulNextSteps(String(caseId), caller, runtime)),
    StreamHandoffs: (call: ServerWritableStream<StreamRequest, object>) => {
      const caller = () => callerOf(call as unknown as Call);
      const served = async () => {
        await counted(caller());
        return streams.serve(call, caller);
      };
      served().then(
        () => call.end(),
        (error: unknown) => call.emit('error', statusOf(error, report)),
      );
    },
  };
}
