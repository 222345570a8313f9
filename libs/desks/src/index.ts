export { type Desk, defineDesk } from './desk.ts';
export type { DeskContext } from './graphql/context.ts';
export { maskError } from './graphql/errors.ts';
export { openingResolver, ruleOf, shownCitation } from './graphql/fields.ts';
export { notOfferedPlugin } from './graphql/not.offered.ts';
export { deskResolvers } from './graphql/resolvers.ts';
export { deskSchema } from './graphql/schema.ts';
export { deskSdl, mutationOf } from './graphql/sdl.ts';
export { desks } from './registry.ts';
