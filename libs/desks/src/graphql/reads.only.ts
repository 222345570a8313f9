import { GraphQLError } from 'graphql';

/** What an officer is told who may read and tries to do something (查阅人). */
export function readsOnly(): GraphQLError {
  const message = '查阅人不能办理，请由经办人办理。A reader gives no commands; a handler does.';
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}
