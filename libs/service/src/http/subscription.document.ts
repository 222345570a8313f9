import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
  validate,
} from 'graphql';
import { asksTooMuch, QUERY_LIMITS } from './query.limits.ts';
import { coded, refusal } from './told.error.ts';

/** What comes over a socket to begin a subscription. */
export interface Payload {
  readonly query: string;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** The document when it is one subscription that the schema has and that is not too much, or what is wrong with it, as HTTP says it. */
export function readSubscription(
  schema: GraphQLSchema,
  query: string,
  { variables, operationName }: Payload,
): DocumentNode | GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: QUERY_LIMITS.tokens });
  } catch (error) {
    if (error instanceof GraphQLError) return [coded('GRAPHQL_PARSE_FAILED', error)];
    throw error;
  }
  const operation = getOperationAST(document, operationName);
  if (operation && operation.operation !== 'subscription') return [subscriptionsOnly()];
  const errors = validate(schema, document);
  if (errors.length > 0) return errors.map((error) => coded('GRAPHQL_VALIDATION_FAILED', error));
  if (!operation) return [refusal('OPERATION_RESOLUTION_FAILURE', unresolved(document, operationName))];
  const tooMuch = asksTooMuch(schema, document, operation, variables ?? {});
  if (tooMuch) return [tooMuch];
  const given = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}, MOST);
  return given.errors ? given.errors.map((error) => coded('BAD_USER_INPUT', error)) : document;
}

/** As many mistakes in variables as are told at once. */
const MOST = { maxErrors: 50 };

export function subscriptionsOnly(): GraphQLError {
  return refusal('BAD_REQUEST', '此通道只接受订阅。Only subscriptions are served here.');
}

/** What GraphQL itself says where it cannot tell which operation is meant. */
function unresolved({ definitions }: DocumentNode, name: string | null | undefined): string {
  if (name !== null && name !== undefined) return `Unknown operation named "${name}".`;
  const none = definitions.every(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
  return none ? 'Must provide an operation.' : 'Must provide operation name if query contains multiple operations.';
}
