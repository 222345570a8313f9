import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import type { DynamicModule } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import {
  type Desk,
  type DeskContext,
  deskResolvers,
  deskSdl,
  maskError,
  notOfferedPlugin,
  openedValues,
  openingResolver,
  purposeIn,
  readsPlugin,
} from '#desks';
import type { Runtime } from '#runtime';
import type { Authenticate } from './authentication.ts';
import { SubmitCommand } from './submit.handler.ts';
import { RUNTIME } from './tokens.ts';

/** Where a desk answers. */
export function deskPath(desk: Pick<Desk, 'name'>): string {
  return `/desks/${desk.name}/graphql`;
}

const MOST_TOKENS = 2_000;

/** One desk's GraphQL endpoint: its own schema over its own tables. */
export function deskGraphQL(desk: Desk, authenticate: Authenticate, report: (error: unknown) => string): DynamicModule {
  return GraphQLModule.forRootAsync<ApolloDriverConfig>({
    driver: ApolloDriver,
    inject: [CommandBus, RUNTIME],
    useFactory: (bus: CommandBus, runtime: Runtime) => ({
      path: deskPath(desk),
      typeDefs: deskSdl(desk),
      resolvers: deskResolvers(desk) as never,
      include: [],
      graphiql: false,
      introspection: true,
      csrfPrevention: true,
      allowBatchedHttpRequests: false,
      parseOptions: { maxTokens: MOST_TOKENS },
      fieldResolver: openingResolver as never,
      plugins: [notOfferedPlugin(desk) as never, readsPlugin(desk.name) as never],
      formatError: (formatted, error) => maskError(formatted, error, report),
      context: async (request: FastifyRequest): Promise<DeskContext> => ({
        officer: await authenticate(desk, request),
        runtime,
        purpose: purposeIn(request.headers),
        opened: openedValues(),
        submit: (command) => bus.execute(new SubmitCommand(command)),
      }),
    }),
  });
}
