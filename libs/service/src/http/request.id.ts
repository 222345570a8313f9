import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const current = new AsyncLocalStorage<string>();

/** The id of the request that is being answered (请求编号), or a new one beside any. */
export function requestId(): string {
  return current.getStore() ?? randomUUID();
}

/** Does `work` as one request with an id of its own: what comes over a socket has none from HTTP. */
export function underNewId<T>(work: () => T): T {
  return current.run(randomUUID(), work);
}

export const newRequestId = (): string => randomUUID();

/** Every request has an id of ours, told in `x-request-id`; one that the caller sends is not taken over. */
export function giveRequestIds(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    current.run(request.id, done);
  });
}
