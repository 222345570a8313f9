import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { SetupError } from '../config.ts';
import { QUERY_LIMITS } from './query.limits.ts';

/** The documents that are answered, by the SHA-256 of their text in hexadecimal (登记查询). */
export type Safelist = ReadonlyMap<string, string>;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Reads every `.graphql` file of a folder: one document a file.
 *
 * @throws SetupError naming the file that is wrong, or a folder without any.
 */
export function readSafelist(folder: string): Safelist {
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  } catch {
    throw new SetupError(
      `JIELI_OPERATIONS 指向的目录无法读取。The folder of JIELI_OPERATIONS cannot be read: ${folder}`,
    );
  }
  if (names.length === 0) {
    throw new SetupError(`JIELI_OPERATIONS 中没有 .graphql 文件。There is no .graphql file in ${folder}`);
  }
  return new Map(
    names.map((name) => {
      const text = readFileSync(join(folder, name), 'utf8').trim();
      try {
        parse(text, { maxTokens: QUERY_LIMITS.tokens });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new SetupError(`${join(folder, name)} 不是有效的 GraphQL。It is not GraphQL: ${why}`);
      }
      return [hashOf(text), text];
    }),
  );
}

/** What a client may send: the text, or its hash as Apollo's clients do. */
interface Asked {
  query?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
}

/** The registered text that a request means, or nothing. */
export function registered(safelist: Safelist, asked: Asked): string | undefined {
  const { query, extensions } = asked;
  if (typeof query === 'string') return safelist.get(hashOf(query.trim()));
  const { sha256Hash: hash } = (extensions?.persistedQuery ?? {}) as { readonly sha256Hash?: unknown };
  return typeof hash === 'string' ? safelist.get(hash.toLowerCase()) : undefined;
}

export const NOT_REGISTERED = '该查询未经登记。This operation is not registered.';

const REFUSED = {
  errors: [
    {
      message: NOT_REGISTERED,
      extensions: { code: 'OPERATION_NOT_REGISTERED' },
    },
  ],
};

/** Nothing but what is registered reaches a desk. */
export function serveRegisteredOnly(fastify: FastifyInstance, safelist: Safelist): void {
  fastify.addHook('preHandler', async (request, reply) => {
    if (!request.url.startsWith('/desks/') || request.method === 'OPTIONS') return;
    const { body } = request as { body: Asked | null };
    const query = typeof body === 'object' && body !== null ? registered(safelist, body) : undefined;
    if (query === undefined) return reply.status(403).send(REFUSED);
    const { extensions: _, ...rest } = body as Asked;
    (request as { body: unknown }).body = { ...rest, query };
  });
}

const NO_HASHES = {
  errors: [
    {
      message: '本服务未登记查询，请提交全文。No operations are registered here: send the text.',
      extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' },
    },
  ],
};

/** A hash alone means nothing where no operations are registered; Apollo's clients then send the text. */
export function refuseHashes(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', async (request, reply) => {
    const { query, extensions } = (request.body ?? {}) as Asked;
    if (query === undefined && extensions?.persistedQuery) return reply.status(400).send(NO_HASHES);
    return undefined;
  });
}
