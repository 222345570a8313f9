import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';
import type { Config } from '../config.ts';
import { sentences } from './error.filter.ts';
import { giveRequestIds, newRequestId } from './request.id.ts';
import { readSafelist, refuseHashes, type Safelist, serveRegisteredOnly } from './safelist.ts';

/** How long a client may take, in milliseconds: one that sends a byte now and then does not keep a connection. */
export interface Patience {
  readonly headers: number;
  readonly request: number;
  /** How long nothing may move on a connection that is being answered: for one that does not read. */
  readonly still: number;
  /** How often connections are looked at. */
  readonly look: number;
  /** How often the token of an open socket is looked at, though nothing is brought over it. */
  readonly token: number;
}

export const PATIENCE: Patience = { headers: 10_000, request: 20_000, still: 60_000, look: 2_000, token: 15_000 };
const BODY_LIMIT = 100 * 1024;
const MOST_HEADERS = 16 * 1024;
const IDLE = 75_000;

/** How Fastify listens: small bodies, small headers, no slow clients. */
export const listening = ({ headers, request, still, look }: Patience) => ({
  bodyLimit: BODY_LIMIT,
  requestTimeout: request,
  connectionTimeout: still,
  keepAliveTimeout: IDLE,
  frameworkErrors: refuseAddress,
  genReqId: newRequestId,
  http: { headersTimeout: headers, maxHeaderSize: MOST_HEADERS, connectionsCheckingInterval: look },
});

/** An address with a broken %-escape comes to no route, and so past every hook: it is answered here, as other mistakes are. */
function refuseAddress(_: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const [code, message] = sentences[400] ?? [];
  reply.raw.setHeader('x-request-id', request.id);
  for (const [name, value] of Object.entries(BARE)) reply.raw.setHeader(name, value);
  reply.status(400).send({ code, message, requestId: request.id });
}

/** What helmet says of every answer. It says the same each time, so it is asked once. */
function securityHeaders(strictTransportSecurity: boolean): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  const say = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity,
    xFrameOptions: { action: 'deny' },
  });
  say(request, answer, (error) => {
    if (error) throw error;
  });
  return answer.getHeaders();
}

/** What helmet and the hooks say of every other answer, for one that comes past them. */
const BARE = { 'cache-control': 'no-store', ...securityHeaders(false) };

/** A file that a desk hands out (导出): it is read, and there is no query in its address. */
const FILE = /^\/desks\/[^?%]+\.[a-z]+(?:\?|$)/;

/** A query in an address would stand in the log of every proxy. */
function takePosts(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const { url, method } = request;
    if (!url.startsWith('/desks/') || ['POST', 'OPTIONS'].includes(method)) return undefined;
    if (['GET', 'HEAD'].includes(method) && FILE.test(url)) return undefined;
    const [code, message] = ['METHOD_NOT_ALLOWED', '请以 POST 提交。Send it by POST.'];
    return reply.status(405).header('allow', 'POST').send({ code, message });
  });
}

/** What stands before every answer: an id, security headers, and which pages and documents are let through. */
export async function guard(
  app: NestFastifyApplication,
  { origins, operations, production }: Pick<Config, 'origins' | 'operations' | 'production'>,
): Promise<Safelist | undefined> {
  const fastify = app.getHttpAdapter().getInstance();
  giveRequestIds(fastify);
  const said = securityHeaders(production);
  fastify.addHook('onRequest', (_, reply, done) => {
    reply.headers(said);
    done();
  });
  fastify.addHook('onSend', (_, reply, payload, done) => {
    reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  if (origins.length > 0) {
    await app.register(cors, {
      origin: [...origins],
      methods: ['POST'],
      allowedHeaders: ['authorization', 'content-type', 'jieli-agency'],
      exposedHeaders: ['x-request-id', 'retry-after'],
      maxAge: 600,
    });
  }
  takePosts(fastify);
  const safelist = operations === undefined ? undefined : readSafelist(operations);
  if (safelist) serveRegisteredOnly(fastify, safelist);
  else refuseHashes(fastify);
  return safelist;
}
