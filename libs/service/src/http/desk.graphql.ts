import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { DynamicModule } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Conflicts, Glass } from '#access';
import {
  asGraphQLError,
  type Desk,
  type DeskContext,
  deskResolvers,
  deskSdl,
  notOfferedPlugin,
  openedValues,
  opening,
  purposeIn,
  readsPlugin,
} from '#desks';
import type { Runtime } from '#runtime';
import type { Authenticate } from './authentication.ts';
import { compiledQueries } from './compiled.queries.ts';
import { asksTooMuch, QUERY_LIMITS } from './query.limits.ts';
import type { TakeTurn } from './rate.ts';
import { SubmitCommand } from './submit.handler.ts';
import { RUNTIME } from './tokens.ts';
import { type ErrorParts, toldError } from './told.error.ts';

/** Where a desk answers. */
export function deskPath(desk: Pick<Desk, 'name'>): string {
  return `/desks/${desk.name}/graphql`;
}

/** What every desk's endpoint needs beside the runtime. */
export interface DeskParts extends ErrorParts {
  readonly authenticate: Authenticate;
  readonly takeTurn: TakeTurn;
  readonly glass?: Glass;
  readonly conflicts?: Conflicts;
}

/** Refuses a valid document that asks for too much, before anything of it is done. */
const limits: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (operation?.operation === 'subscription') throw subscriptionOverHttp();
      const error = operation && asksTooMuch(schema, document, operation, request.variables);
      if (error) throw error;
    },
  }),
};

function subscriptionOverHttp(): GraphQLError {
  const message = '订阅请用 graphql-ws 连接同一地址。Subscriptions come over graphql-ws, at this same address.';
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}

/** One desk's GraphQL endpoint: its own schema over its own tables. */
export function deskGraphQL(
  desk: Desk,
  { authenticate, takeTurn, report, production, glass, conflicts }: DeskParts,
): DynamicModule {
  return GraphQLModule.forRootAsync<ApolloDriverConfig>({
    driver: ApolloDriver,
    inject: [CommandBus, RUNTIME],
    useFactory: (bus: CommandBus, runtime: Runtime) => ({
      path: deskPath(desk),
      typeDefs: deskSdl(desk),
      resolvers: deskResolvers(desk) as never,
      include: [],
      graphiql: false,
      introspection: !production,
      hideSchemaDetailsFromClientErrors: production,
      persistedQueries: false,
      csrfPrevention: true,
      allowBatchedHttpRequests: false,
      parseOptions: { maxTokens: QUERY_LIMITS.tokens },
      transformSchema: opening,
      // nothing may be cached (`guards.ts` says so): what reckons for how long would look at each field of each answer
      plugins: [
        ApolloServerPluginCacheControlDisabled(),
        notOfferedPlugin(desk) as never,
        limits as never,
        compiledQueries as never,
        readsPlugin(desk.name) as never,
      ],
      formatError: toldError({ report, production }),
      context: async (request: FastifyRequest): Promise<DeskContext> => {
        const officer = await authenticate(desk, request).catch((error: unknown) => {
          throw asGraphQLError(error);
        });
        await takeTurn(officer.id);
        return {
          officer,
          runtime,
          glass,
          conflicts,
          purpose: purposeIn(request.headers),
          opened: openedValues(),
          submit: (command) => bus.execute(new SubmitCommand(command)),
        };
      },
    }),
  });
}
