import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { asGraphQLError, maskError } from '#desks';
import { requestId, underNewId } from './request.id.ts';

export interface ErrorParts {
  /** Logs a fault and gives the id under which it is found. */
  readonly report: (error: unknown) => string;
  /** Nobody looks into the schema, and errors do not hint at it. */
  readonly production: boolean;
}

/** How an error of GraphQL leaves the house, over HTTP and over sockets alike: masked, in both languages, with the request's id. */
export function toldError({ report, production }: ErrorParts) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    // where nobody may look into the schema, an error does not tell names that were not asked for
    const message = production ? formatted.message.replace(/ Did you mean .*$/s, '') : formatted.message;
    return maskError({ ...formatted, message }, error, { report, requestId });
  };
}

/** Errors of one answer over a socket, which is a request of its own to whoever looks for its id in the log. */
export function toldOverSocket(parts: ErrorParts) {
  const tell = toldError(parts);
  return (errors: readonly GraphQLError[]): GraphQLFormattedError[] =>
    underNewId(() =>
      errors.map((error) => {
        // what ends a subscription from within has been through no resolver
        const own = error.extensions.code === undefined ? asGraphQLError(error.originalError ?? error) : error;
        return tell(formatted(own instanceof GraphQLError ? own : error, error), error);
      }),
    );
}

/** As Apollo writes an error: with a code, with the place in the document, and without what belongs to HTTP. */
function formatted(own: GraphQLError, { locations, path }: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = own.extensions;
  return {
    message: own.message,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { ...extensions, code: extensions.code ?? 'INTERNAL_SERVER_ERROR' },
  };
}

/** An error of ours that a caller may be told. */
export function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** What GraphQL says of a document or its variables, under the code that Apollo gives it. */
export function coded(code: string, error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, originalError } = error;
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    originalError,
    extensions: { ...error.extensions, code },
  });
}
