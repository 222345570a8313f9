import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import type { Bearing, Glass, Officer } from '#access';
import { type Desk, type DeskContext, deskSchema, desks, noteOpened, openedValues } from '#desks';
import type { Runtime } from '#runtime';
import type { Authenticate } from './authentication.ts';
import { deskPath } from './desk.graphql.ts';
import type { TakeTurn } from './rate.ts';
import { NOT_REGISTERED, registered, type Safelist } from './safelist.ts';
import { type Payload, readSubscription, subscriptionsOnly } from './subscription.document.ts';
import { type ErrorParts, refusal, toldOverSocket } from './told.error.ts';

export interface SubscriptionParts extends ErrorParts {
  readonly server: Server;
  readonly runtime: Runtime;
  readonly glass: Glass;
  readonly authenticate: Authenticate;
  readonly takeTurn: TakeTurn;
  /** When it is there, no other documents are served. */
  readonly safelist: Safelist | undefined;
  /** Milliseconds between two looks at the token of an open socket. */
  readonly lookAgain: number;
  /** Web pages of other addresses that may connect. */
  readonly origins: readonly string[];
}

const LARGEST_MESSAGE = 16 * 1024;
const MOST_SOCKETS = 1_000;
const MOST_PER_OFFICER = 5;
const MOST_PER_SOCKET = 5;
const KEEP_ALIVE = 15_000;

type Extra = { readonly socket: WebSocket };
type Connection = { readonly connectionParams?: Params; readonly extra: Extra };
type Params = { readonly authorization?: unknown; readonly agency?: unknown };

/**
 * Subscriptions over graphql-ws, at the desks' own addresses (订阅). A socket carries subscriptions and nothing else, for an
 * officer of that desk, within limits; every other upgrade is refused.
 *
 * @returns how to end all of them.
 */
export function serveSubscriptions(parts: SubscriptionParts): () => Promise<void> {
  const { server, origins } = parts;
  const open = new Map<string, number>();
  const ends = desks.map((desk) => {
    const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
    const { dispose } = useServer<Params, Extra>(deskProtocol(desk, parts, open), sockets, KEEP_ALIVE);
    return { path: deskPath(desk), sockets, dispose };
  });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const own = ends.find(({ path }) => path === request.url);
    const crowd = ends.reduce((sum, { sockets }) => sum + sockets.clients.size, 0);
    if (!own) return refuse(socket, '404 Not Found');
    if (crowd >= MOST_SOCKETS) return refuse(socket, '503 Service Unavailable');
    if (!fromHere(request, origins)) return refuse(socket, '403 Forbidden');
    own.sockets.handleUpgrade(request, socket, head, (client) => own.sockets.emit('connection', client, request));
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    await Promise.all(ends.map(({ dispose }) => dispose())); // each is told 1001, going away
    for (const { sockets } of ends) for (const client of sockets.clients) client.terminate();
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\n\r\n`);
}

/** A browser says which page connects: one of ours, or one that the operator named. Others than browsers say nothing. */
function fromHere({ headers: { origin, host } }: IncomingMessage, origins: readonly string[]): boolean {
  return origin === undefined || origins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
}

/** What a client says once when it connects, as the headers of a request would. */
function bearingOf({ authorization, agency }: Params = {}): Bearing {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return { headers: { authorization: text(authorization), 'jieli-agency': text(agency) } };
}

function deskProtocol(desk: Desk, parts: SubscriptionParts, open: Map<string, number>) {
  const { runtime, glass, authenticate, takeTurn, safelist, lookAgain } = parts;
  let made: GraphQLSchema | undefined;
  /** Made for the first who subscribes: most desks of most processes never need it. */
  const schemaOf = () => {
    made ??= deskSchema(desk);
    return made;
  };
  const told = toldOverSocket(parts);
  const contexts = new WeakMap<object, DeskContext>();
  const running = new WeakMap<object, number>();
  const count = (officer: string, change: number) => {
    const now = (open.get(officer) ?? 0) + change;
    if (now > 0) open.set(officer, now);
    else open.delete(officer);
    return now;
  };
  /** The document when it is one subscription that this desk offers and an officer may ask for, or what is wrong with it. */
  const subscriptionIn = async (payload: Payload, officer: string): Promise<DocumentNode | GraphQLError[]> => {
    try {
      await takeTurn(officer);
    } catch (error) {
      return [error instanceof GraphQLError ? error : refusal('UNAVAILABLE', '请稍后再试。Try again later.')];
    }
    const query = safelist ? registered(safelist, payload) : payload.query;
    if (query === undefined) return [refusal('OPERATION_NOT_REGISTERED', NOT_REGISTERED)];
    return readSubscription(schemaOf(), query, payload);
  };
  /** Whether whoever opened the socket is still the officer who did, and sees what they saw. */
  const stillGood = async ({ connectionParams, extra }: Connection): Promise<boolean> => {
    const context = contexts.get(extra);
    try {
      const officer = await authenticate(desk, bearingOf(connectionParams));
      return context !== undefined && sameSight(officer, context.officer);
    } catch {
      return false; // whoever is nobody any more is told so by the end of the socket
    }
  };
  const endFor = ({ extra }: Connection) => extra.socket.close(4403, 'Forbidden');
  /** A token that ends closes its socket, though nothing happens that would be brought over it. */
  const watch = (connection: Connection) => {
    let look = () => undefined as unknown;
    let cancel = runtime.host.after(lookAgain, () => look());
    look = () =>
      stillGood(connection).then((good) => {
        if (!good) return endFor(connection);
        if (connection.extra.socket.readyState === WebSocket.OPEN) cancel = runtime.host.after(lookAgain, () => look());
      });
    connection.extra.socket.once('close', () => cancel());
  };
  return {
    onConnect: async (ctx: Connection) => {
      try {
        const officer = await authenticate(desk, bearingOf(ctx.connectionParams));
        await takeTurn(officer.id);
        if (count(officer.id, 1) > MOST_PER_OFFICER) {
          count(officer.id, -1);
          return false;
        }
        contexts.set(ctx.extra, { officer, runtime, glass, opened: openedValues(), submit: noMutations });
        ctx.extra.socket.once('close', () => count(officer.id, -1));
        watch(ctx);
        return true;
      } catch {
        return false;
      }
    },
    onSubscribe: async (ctx: { extra: Extra }, _: string, payload: Payload) => {
      const { variables, operationName } = payload;
      const contextValue = contexts.get(ctx.extra);
      const started = running.get(ctx.extra) ?? 0;
      if (!contextValue || started >= MOST_PER_SOCKET) {
        return [refusal('TOO_MANY_REQUESTS', '订阅过多。Too many subscriptions.')];
      }
      running.set(ctx.extra, started + 1);
      const read = await subscriptionIn(payload, contextValue.officer.id);
      if (Array.isArray(read)) {
        running.set(ctx.extra, Math.max(0, (running.get(ctx.extra) ?? 1) - 1));
        return read;
      }
      return {
        schema: schemaOf(),
        document: read,
        variableValues: variables,
        operationName,
        contextValue,
      };
    },
    /** A token ends, is revoked, or an officer moves: from then on the socket brings nothing more. */
    onNext: async (ctx: Connection, _: string, __: Payload, ___: unknown, result: ExecutionResult) => {
      const context = contexts.get(ctx.extra);
      if (context && (await stillGood(ctx))) {
        await noteOpened(desk.name, context);
        return result.errors && { ...result, errors: told(result.errors) };
      }
      endFor(ctx);
      return { errors: told([refusal('UNAUTHENTICATED', '令牌已失效。The token is no longer good.')]) };
    },
    onError: (_: Connection, __: string, ___: Payload, errors: readonly GraphQLError[]) => told(errors),
    onComplete: (ctx: { extra: Extra }) => {
      running.set(ctx.extra, Math.max(0, (running.get(ctx.extra) ?? 1) - 1));
    },
  };
}

/** Whether both see the same: an officer who moved, heads the agency no more, or was taken off a case, connects anew. */
function sameSight(one: Officer, other: Officer): boolean {
  const same = one.agency.id === other.agency.id && one.role === other.role;
  return same && [...one.barred].toSorted().join() === [...other.barred].toSorted().join();
}

function noMutations(): Promise<never> {
  return Promise.reject(subscriptionsOnly());
}
