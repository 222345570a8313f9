import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Desk } from '../desk.ts';
import { opening } from './opening.ts';
import { deskResolvers } from './resolvers.ts';
import { deskSdl } from './sdl.ts';

/** A desk's executable schema, for what does not go through HTTP. */
export function deskSchema(desk: Desk): GraphQLSchema {
  return opening(makeExecutableSchema({ typeDefs: deskSdl(desk), resolvers: deskResolvers(desk) as never }));
}
