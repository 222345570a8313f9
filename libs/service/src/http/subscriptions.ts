import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Desk, type DeskContext, deskSchema, desks, noteOpened, openedValues, openingResolver } from '#desks';
import type { Runtime } from '#runtime';
import type { Authenticate } from './authentication.ts';
import { deskPath } from './desk.graphql.ts';

export interface SubscriptionParts {
  readonly server: Server;
  readonly runtime: Runtime;
  readonly authenticate: Authenticate;
}

const LARGEST_MESSAGE = 16 * 1024;
const MOST_TOKENS = 500;
const MOST_SOCKETS = 1_000;
const MOST_PER_OFFICER = 5;
const MOST_PER_SOCKET = 5;
const KEEP_ALIVE = 15_000;

type Extra = { readonly socket: WebSocket };

/**
 * Subscriptions over graphql-ws, at the desks' own addresses (订阅). A socket carries subscriptions and nothing else, for an
 * officer of that desk, within limits; every other upgrade is refused.
 *
 * @returns how to end all of them.
 */
export function serveSubscriptions({ server, runtime, authenticate }: SubscriptionParts): () => Promise<void> {
  const open = new Map<string, number>();
  const ends = desks.map((desk) => {
    const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
    const { dispose } = useServer<{ authorization?: string }, Extra>(
      deskProtocol(desk, runtime, authenticate, open),
      sockets,
      KEEP_ALIVE,
    );
    return { path: deskPath(desk), sockets, dispose };
  });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const own = ends.find(({ path }) => path === request.url);
    const crowd = ends.reduce((sum, { sockets }) => sum + sockets.clients.size, 0);
    if (!own || crowd >= MOST_SOCKETS) {
      socket.end(own ? 'HTTP/1.1 503 Service Unavailable\r\n\r\n' : 'HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    own.sockets.handleUpgrade(request, socket, head, (client) => own.sockets.emit('connection', client, request));
  };
  server.on('upgrade', upgrade);
  return async () => {
    server.off('upgrade', upgrade);
    for (const { sockets } of ends) for (const client of sockets.clients) client.terminate();
    await Promise.all(ends.map(({ dispose }) => dispose()));
  };
}

function deskProtocol(desk: Desk, runtime: Runtime, authenticate: Authenticate, open: Map<string, number>) {
  const schema = deskSchema(desk);
  const contexts = new WeakMap<object, DeskContext>();
  const running = new WeakMap<object, number>();
  const count = (officer: string, change: number) => {
    const now = (open.get(officer) ?? 0) + change;
    if (now > 0) open.set(officer, now);
    else open.delete(officer);
    return now;
  };
  return {
    schema,
    onConnect: async (ctx: { connectionParams?: { authorization?: unknown }; extra: Extra }) => {
      const { authorization } = ctx.connectionParams ?? {};
      try {
        const headers = { authorization: typeof authorization === 'string' ? authorization : undefined };
        const officer = await authenticate(desk, { headers });
        if (count(officer.id, 1) > MOST_PER_OFFICER) {
          count(officer.id, -1);
          return false;
        }
        contexts.set(ctx.extra, { officer, runtime, opened: openedValues(), submit: noMutations });
        ctx.extra.socket.once('close', () => count(officer.id, -1));
        return true;
      } catch {
        return false;
      }
    },
    onSubscribe: (ctx: { extra: Extra }, _: string, { query, variables, operationName }: Payload) => {
      const contextValue = contexts.get(ctx.extra);
      const started = running.get(ctx.extra) ?? 0;
      if (!contextValue || started >= MOST_PER_SOCKET) return [new GraphQLError('订阅过多。Too many subscriptions.')];
      const read = subscriptionIn(schema, query, operationName);
      if (Array.isArray(read)) return read;
      running.set(ctx.extra, started + 1);
      return {
        schema,
        document: read,
        variableValues: variables,
        operationName,
        contextValue,
        fieldResolver: openingResolver as never,
      };
    },
    onNext: async (ctx: { extra: Extra }) => {
      const context = contexts.get(ctx.extra);
      if (context) await noteOpened(desk.name, context);
    },
    onComplete: (ctx: { extra: Extra }) => {
      running.set(ctx.extra, Math.max(0, (running.get(ctx.extra) ?? 1) - 1));
    },
  };
}

interface Payload {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** The document when it is one subscription that this desk offers, or what is wrong with it. */
function subscriptionIn(schema: GraphQLSchema, query: string, operationName?: string | null) {
  try {
    const document = parse(query, { maxTokens: MOST_TOKENS });
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'subscription') {
      return [new GraphQLError('此通道只接受订阅。Only subscriptions are served here.')];
    }
    const errors = validate(schema, document);
    return errors.length > 0 ? [new GraphQLError('订阅语句有误。The subscription is not valid.')] : document;
  } catch {
    return [new GraphQLError('订阅语句无法读懂。The subscription cannot be read.')];
  }
}

function noMutations(): Promise<never> {
  return Promise.reject(new GraphQLError('此通道只接受订阅。Only subscriptions are served here.'));
}
