import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import { type DocumentNode, type GraphQLSchema, getVariableValues, Kind, type OperationDefinitionNode } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';

/** A query that has come so often is likely to come again: what comes seldom is not worth compiling. */
const WORTH_IT = 8;
/** Compiled at the most, over all desks; one that others pushed out is counted anew. */
const MOST = 500;

interface Known {
  come: number;
  /** Null when it could not be compiled. */
  query?: CompiledQuery['query'] | null;
}

/**
 * Queries that come again and again are compiled (编译执行), which saves most of what executing them costs. Whatever is not as it
 * should be — a variable of a wrong kind, an error anywhere in the answer — is left to the usual execution, which begins anew:
 * a query changes nothing, and so every error is told by one hand. Commands are never compiled.
 */
export const compiledQueries: ApolloServerPlugin = {
  requestDidStart: async () => ({
    responseForOperation: async ({ schema, document, operation, request, contextValue }) => {
      // Apollo's types do not say it: where a document has not the operation that was named, there is none
      if (operation?.operation !== 'query' || looksAround(operation)) return null;
      const query = compiled(schema, document, operation);
      if (!query) return null;
      const { variables = {} } = request;
      const { errors: wrong } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
      if (wrong) return null;
      const { data, errors } = await query(undefined, contextValue, variables);
      return errors ? null : answered(data);
    },
  }),
};

const answered = (data: unknown): GraphQLResponse => ({
  http: { status: undefined, headers: new HeaderMap() },
  body: { kind: 'single', singleResult: { data: data as Record<string, unknown> } },
});

/** Questions about the schema itself (`__schema`, `__type`) are for tools, and rare. */
const looksAround = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.some((node) => node.kind === Kind.FIELD && node.name.value.startsWith('__'));

const known = new Map<OperationDefinitionNode, Known>();

function compiled(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
  const one = known.get(operation) ?? { come: 0 };
  known.delete(operation); // a Map remembers the order of insertion: the first is the one that has not come for longest
  known.set(operation, one);
  const [oldest] = known.size > MOST ? known.keys() : [];
  if (oldest !== undefined) known.delete(oldest);
  one.come += 1;
  if (one.query === undefined && one.come >= WORTH_IT) {
    // what rows hold is as the schema declares it: for cases and their timelines a spec holds it
    const made = compileQuery(schema, document, operation.name?.value, { disableLeafSerialization: true });
    one.query = isCompiledQuery(made) ? made.query : null;
  }
  return one.query;
}
