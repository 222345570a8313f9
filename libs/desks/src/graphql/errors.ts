import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BadInput } from '#commands';
import { BadCursor, isDatabaseAway, StoreError, ViewsUnavailable } from '#runtime';
import { toldInBoth } from './told.in.both.ts';

/** What a caller may be told apart; everything else is a fault of ours and is masked. */
const TELLING = new Set([
  'ACTOR_NOT_AUTHORISED',
  'COMMAND_NOT_AT_THIS_DESK',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'OPERATION_NOT_REGISTERED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'UNAVAILABLE',
  'QUERY_TOO_LARGE',
  'TOO_MANY_REQUESTS',
]);

/** Our own errors as GraphQL errors with a stable code. */
export function asGraphQLError(error: unknown): unknown {
  if (error instanceof BadInput) {
    const message = '输入有误，请按所列问题更正。The input is wrong; see the problems listed.';
    return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', problems: error.problems } });
  }
  if (error instanceof BadCursor) {
    const problem = {
      field: 'after',
      rule: 'cursor',
      message: { zh: '不是本列表的游标', en: 'not a cursor of this list' },
    };
    return new GraphQLError('游标有误。The cursor is wrong.', {
      extensions: { code: 'BAD_USER_INPUT', problems: [problem] },
    });
  }
  const later = error instanceof ViewsUnavailable || (error instanceof StoreError && error.code !== 'invalid');
  if (later || (!(error instanceof GraphQLError) && isDatabaseAway(error))) {
    return new GraphQLError(UNAVAILABLE, { extensions: { code: 'UNAVAILABLE', http: { status: 503 } } });
  }
  return error;
}

const UNAVAILABLE = '暂时无法办理，请以同一幂等键稍后重试。Try again later with the same idempotency key.';

/** What we say ourselves begins in Chinese; what GraphQL and Apollo say begins in English. */
const IN_BOTH = /^\p{Script=Han}/u;

export interface ErrorIds {
  /** Logs a fault and gives the id under which it is found. */
  readonly report: (error: unknown) => string;
  /** The id of the request that is being answered. */
  readonly requestId: () => string;
}

/**
 * Nothing internal leaves the house; the cause goes to the log under the request's id. What is wrong with the document itself
 * is told in both languages, with the names that may have been meant and that id; answers that depend on a case carry it in the
 * header alone, so that absent and forbidden are the same bytes.
 */
export function maskError(
  formatted: GraphQLFormattedError,
  error: unknown,
  { report, requestId }: ErrorIds,
): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  if (typeof code === 'string' && TELLING.has(code)) {
    if (IN_BOTH.test(formatted.message)) return { ...formatted, extensions };
    const { message, ...said } = toldInBoth(formatted.message, code, formatted.locations?.[0]);
    return { ...formatted, message, extensions: { ...extensions, ...said, requestId: requestId() } };
  }
  if (isDatabaseAway(error)) {
    return {
      message: UNAVAILABLE,
      extensions: { code: 'UNAVAILABLE' },
      ...(formatted.path ? { path: formatted.path } : {}),
    };
  }
  return {
    message: '系统内部错误，请凭编号联系运维。An internal error; tell the operator this id.',
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: report(error) },
    ...(formatted.path ? { path: formatted.path } : {}),
  };
}
