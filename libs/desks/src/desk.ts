import type { GraphQLSchema } from 'graphql';
import type { NamedAgency } from '#access';
import type { CaseRecord, CommandName } from '#case';
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
  /** Its agencies are charged with time: they can be supervised, and ask for more. */
  readonly holds: boolean;
  /** Queries of the desk's own, beside those that every desk has. */
  readonly queries?: Readonly<Record<string, Resolver>>;
  /** Mutations that are no commands of a case. */
  readonly mutations?: Readonly<Record<string, Resolver>>;
  /** Fields of the desk's own types that are looked up when they are asked for. */
  readonly fields?: Fields;
}

/**
 * A desk whose agencies hold clocks: besides what its view selects, each sees what it is supervised for and the extensions that
 * it asked for or decides. Its inbox, lists, next steps and mutations follow from the declaration. Superior organs do not work where
 * their subordinates do: each agency has one desk.
 */
export function defineDesk(desk: Omit<Desk, 'holds'>): Desk {
  const view: Desk['view'] = (record, agency, directory) => {
    const seen = desk.view(record, agency, directory);
    return seen && { ...seen, ...heldBy(record, agency) };
  };
  const works: Desk['works'] = (agency) => desk.agencies.includes(agency.type) && !isSuperior(agency);
  return { works, ...desk, view, holds: true };
}

/** A desk of those who oversee and hold no clocks of their own. */
export function defineOverseeingDesk(desk: Omit<Desk, 'holds'>): Desk {
  return { ...desk, holds: false };
}

function heldBy({ supervisions, extensions }: CaseRecord, { id }: NamedAgency): object {
  return {
    supervisions: supervisions
      .filter(({ holder }) => holder === id)
      .map(({ id: own, clock, by, openedAt, demand, answer, answeredAt }) => ({
        id: own,
        clock,
        by,
        openedAt,
        demand,
        answer,
        answeredAt,
      })),
    extensions: extensions.filter(({ by, to }) => by === id || to === id),
  };
}
