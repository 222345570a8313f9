import type { GraphQLSchema } from 'graphql';
import type { CommandName } from '#case';
import type { Bilingual } from '#policy';
import type { DeskSelectors } from '#runtime';
import type { DeskContext } from './graphql/context.ts';
import type { Fields } from './graphql/fields.ts';
import { isSuperior } from './systems.ts';

/** Answers one field of a query or a mutation. */
export type Resolver = (source: unknown, args: never, context: DeskContext, info: { schema: GraphQLSchema }) => unknown;

/** An agency's place (工作台): which agencies work at it, what it shows and which commands it offers. */
export interface Desk extends DeskSelectors {
  readonly title: Bilingual;
  readonly commands: readonly CommandName[];
  /** Queries of the desk's own, beside those that every desk has. */
  readonly queries?: Readonly<Record<string, Resolver>>;
  /** Mutations that are no commands of a case. */
  readonly mutations?: Readonly<Record<string, Resolver>>;
  /** Fields of the desk's own types that are looked up when they are asked for. */
  readonly fields?: Fields;
}

/**
 * Keeps the type while a desk is declared; its inbox, lists, next steps and mutations follow from the declaration. Superior
 * organs do not work where their subordinates do: each agency has one desk.
 */
export function defineDesk(desk: Desk): Desk {
  return { works: (agency) => desk.agencies.includes(agency.type) && !isSuperior(agency), ...desk };
}
