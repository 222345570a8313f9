import type { GraphQLSchema } from 'graphql';
import { type CommandName, isRefusal } from '#case';
import { readCommand } from '#commands';
import type { Accepted, InboxChange, Outcome } from '#runtime';
import type { Desk } from '../desk.ts';
import type { DeskContext } from './context.ts';
import { asGraphQLError } from './errors.ts';
import { sharedFields, timelineFields } from './fields.ts';
import { giveOnRecommendation, recommendationQueries } from './recommendation.resolvers.ts';
import { dateScalar, instantScalar } from './scalars.ts';
import { mutationOf } from './sdl.ts';
import { checkedFirst, connection, type Paging, shownRefusal, shownStep } from './shown.ts';

type Resolver = (source: unknown, args: never, context: DeskContext, info: { schema: GraphQLSchema }) => unknown;

const FIRST_PAGE = 20;

/** Every resolver of a desk, from its declaration: inbox, cases, case, next steps, and a mutation a command. */
export function deskResolvers(desk: Desk): Record<string, unknown> {
  const query: Record<string, Resolver> = {
    me: (_, __, { officer }) => officer,
    inbox: async (_, { first, after }: Paging, { officer, runtime }) =>
      connection(await runtime.desk(desk.name).inbox(officer.agency.id, checkedFirst(first), after ?? undefined)),
    cases: async (_, { first, after }: Paging, { officer, runtime }) =>
      connection(await runtime.desk(desk.name).cases(officer.agency.id, checkedFirst(first), after ?? undefined)),
    case: (_, { id }: { id: string }, context) => shownCase(desk, id, context),
    nextSteps: async (_, { caseId }: { caseId: string }, context, { schema }) => {
      if ((await shownCase(desk, caseId, context)) === null) return null;
      const steps = await context.runtime.nextSteps(desk.commands, context.officer, caseId.toLowerCase());
      return steps?.map((step) => shownStep(step, schema, context)) ?? null;
    },
    ...recommendationQueries(desk),
  };
  if (desk.entry) {
    query.timeline = async (_, { caseId }: { caseId: string }, context) => {
      if ((await shownCase(desk, caseId, context)) === null) return null;
      return (await context.runtime.desk(desk.name).timeline(caseId.toLowerCase())).map((doc) => JSON.parse(doc));
    };
  }
  const mutation = Object.fromEntries([
    ...desk.commands.map((command) => [mutationOf(command), give(desk, command)]),
    ...desk.recommendationCommands.map((command) => [mutationOf(command), giveOnRecommendation(desk, command)]),
  ]);
  return {
    Instant: instantScalar,
    Date: dateScalar,
    ...sharedFields,
    ...(desk.entry ? timelineFields : {}),
    Outcome: { __resolveType: (outcome: object) => ('events' in outcome ? 'Accepted' : 'Refused') },
    RecommendationOutcome: {
      __resolveType: (outcome: object) => ('events' in outcome ? 'RecommendationAccepted' : 'Refused'),
    },
    Query: guarded(query),
    InboxChange: guarded({
      inbox: async (_, __, { officer, runtime }) =>
        connection(await runtime.desk(desk.name).inbox(officer.agency.id, FIRST_PAGE)),
    }),
    Subscription: {
      inboxChanged: {
        subscribe: (_: unknown, __: unknown, { officer, runtime }: DeskContext) =>
          runtime.changes(desk.name, officer.agency.id),
        resolve: (change: InboxChange) => change,
      },
    },
    ...(Object.keys(mutation).length > 0 ? { Mutation: guarded(mutation) } : {}),
  };
}

function give(desk: Desk, command: CommandName): Resolver {
  return async (_, { input: raw }: { input: Record<string, unknown> }, context) => {
    const { envelope, input } = readCommand(command, raw);
    const { caseId, idempotencyKey, occurredAt, reason, seen } = envelope;
    const { officer, submit } = context;
    const outcome = await submit({ command, officer, caseId, idempotencyKey, occurredAt, reason, seen, input });
    return shownOutcome(desk, outcome, context);
  };
}

async function shownOutcome(desk: Desk, outcome: Outcome, context: DeskContext): Promise<object> {
  if (isRefusal(outcome)) return shownRefusal(outcome, context);
  const { caseId, position, events, effects: clocks, enteredLate, repeated }: Accepted = outcome;
  const view = await context.runtime.shows(desk.name, context.officer, caseId, position);
  const seen = view === 'CAUGHT_UP' ? await shownCase(desk, caseId, context) : null;
  return { caseId, version: seen?.version, events, clocks, enteredLate, repeated, view, case: seen };
}

async function shownCase(
  desk: Desk,
  id: string,
  { officer, runtime }: DeskContext,
): Promise<{ readonly version: string } | null> {
  const doc = await runtime.desk(desk.name).case(officer.agency.id, id.toLowerCase());
  return doc === null ? null : JSON.parse(doc);
}

/** Our errors get their stable code wherever they are thrown. */
function guarded(resolvers: Record<string, Resolver>): Record<string, Resolver> {
  const guard =
    (resolver: Resolver): Resolver =>
    async (...args) => {
      try {
        return await resolver(...args);
      } catch (error) {
        throw asGraphQLError(error);
      }
    };
  return Object.fromEntries(Object.entries(resolvers).map(([name, resolver]) => [name, guard(resolver)]));
}
