import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BadInput } from '#commands';
import { BadCursor, isDatabaseAway, StoreError, ViewsUnavailable } from '#runtime';

/** What a caller may be told apart; everything else is a fault of ours and is masked. */
const TELLING = new Set([
  'ACTOR_NOT_AUTHORISED',
  'COMMAND_NOT_AT_THIS_DESK',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
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

/** Nothing internal leaves the house; the cause goes to the log under the request's id. */
export function maskError(
  formatted: GraphQLFormattedError,
  error: unknown,
  report: (error: unknown) => string,
): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  if (typeof code === 'string' && TELLING.has(code)) {
    return { ...formatted, message: withoutValue(formatted.message), extensions };
  }
  if (isDatabaseAway(error)) {
    return {
      message: UNAVAILABLE,
      extensions: { code: 'UNAVAILABLE' },
      ...(formatted.path ? { path: formatted.path } : {}),
    };
  }
  const requestId = report(error);
  return {
    message: '系统内部错误，请凭编号联系运维。An internal error; tell the operator this id.',
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    ...(formatted.path ? { path: formatted.path } : {}),
  };
}

/** GraphQL repeats the value that it could not read; values may be personal data. */
function withoutValue(message: string): string {
  return message
    .replace(/got invalid value .*? at "/s, 'got an invalid value at "')
    .replace(/got invalid value .*?; /s, 'got an invalid value; ')
    .replace(/(cannot represent[^:]*): .*$/s, '$1')
    .replace(/(does not exist in "[^"]*" enum)\..*$/s, '$1.')
    .replace(/Value "[^"]*" does not exist/s, 'The value does not exist')
    .replace(/(Expected value of type "[^"]*"), found .*$/s, '$1.')
    .replace(/Syntax Error: (.*?), found .*$/s, 'Syntax Error: $1');
}
