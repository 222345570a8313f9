import { type InboxChange, inboxOf, inboxReaders, readerOf } from '#runtime';
import type { Desk, Resolver } from '../desk.ts';
import { glassResolvers, mayReview } from './break.glass.ts';
import { conflictResolvers } from './conflicts.ts';
import type { DeskContext } from './context.ts';
import { asGraphQLError } from './errors.ts';
import { heldFields, ledgerFields, sharedFields } from './fields.ts';
import { give } from './give.ts';
import { itemQueries } from './item.queries.ts';
import { checkedFirst, connection, type Paging } from './paging.ts';
import { dateScalar, instantScalar } from './scalars.ts';
import { mutationOf } from './sdl.ts';
import { isThere, shownCase } from './shown.case.ts';
import { shownStep } from './shown.ts';

const FIRST_PAGE = 20;

/** Every resolver of a desk, from its declaration: inbox, cases, case, next steps, and a mutation a command. */
export function deskResolvers(desk: Desk): Record<string, unknown> {
  const conflicts = conflictResolvers(desk);
  const query: Record<string, Resolver> = {
    me: (_, __, { officer }) => officer,
    inbox: async (_, { first, after }: Paging, { officer, runtime }) =>
      connection(await waiting(desk, { officer, runtime }, checkedFirst(first), after ?? undefined)),
    cases: async (_, { first, after }: Paging, { officer, runtime }) =>
      connection(
        await runtime
          .desk(desk.name, officer.barred)
          .cases(readerOf(desk, officer.agency), checkedFirst(first), after ?? undefined),
      ),
    case: (_, { id }: { id: string }, context) => shownCase(desk, id, context),
    nextSteps: async (_, { caseId }: { caseId: string }, context, { schema }) => {
      const shown = await shownCase(desk, caseId, context);
      if (shown === null && !desk.shared) return null;
      const { officer, runtime } = context;
      const steps = await runtime.nextSteps(desk.commands, officer, caseId.toLowerCase());
      // where rows are shared, an agency is not shown what is its own alone: a flag that nobody else may know of
      if (shown === null && !isThere(desk, officer, caseId.toLowerCase(), steps !== null)) return null;
      // whoever is shown a case without a part in it, as a superior is, has nothing to do there
      return (steps ?? []).map((step) => shownStep(step, schema, context));
    },
    ...itemQueries(desk),
    ...conflicts.query,
  };
  const commands = Object.fromEntries([
    ...desk.commands.map((command) => [mutationOf(command), give(desk, command, 'case')]),
    ...desk.recommendationCommands.map((command) => [mutationOf(command), give(desk, command, 'recommendation')]),
    ...desk.ledgerCommands.map((command) => [mutationOf(command), give(desk, command, 'ledger-entry')]),
    ...desk.keyMinorCommands.map((command) => [mutationOf(command), give(desk, command, 'key-minor')]),
    ...desk.surveyWorkCommands.map((command) => [mutationOf(command), give(desk, command, 'survey-work')]),
  ]);
  const mutation: Record<string, Resolver> = { ...commands, ...conflicts.mutation, ...desk.mutations };
  const glass = desk.holds ? glassResolvers(desk) : undefined;
  if (glass) {
    Object.assign(query, glass.query);
    Object.assign(mutation, glass.mutation);
  }
  return {
    Instant: instantScalar,
    Date: dateScalar,
    ...sharedFields,
    ...desk.fields,
    ...(desk.holds ? { Case: { ...guarded(heldFields), ...desk.fields?.Case } } : {}),
    Outcome: { __resolveType: (outcome: object) => ('events' in outcome ? 'Accepted' : 'Refused') },
    RecommendationOutcome: {
      __resolveType: (outcome: object) => ('events' in outcome ? 'RecommendationAccepted' : 'Refused'),
    },
    ...(desk.ledger || desk.keyMinor || desk.surveyWork ? ledgerFields : {}),
    ...(desk.ledger
      ? { LedgerOutcome: { __resolveType: (one: object) => ('events' in one ? 'LedgerAccepted' : 'Refused') } }
      : {}),
    ...(desk.keyMinor
      ? { KeyMinorOutcome: { __resolveType: (one: object) => ('events' in one ? 'KeyMinorAccepted' : 'Refused') } }
      : {}),
    ...(desk.surveyWork
      ? { SurveyWorkOutcome: { __resolveType: (one: object) => ('events' in one ? 'SurveyWorkAccepted' : 'Refused') } }
      : {}),
    ...(glass ? { InboxConnection: guarded(glass.inbox) } : {}),
    Query: guarded({ ...query, ...desk.queries }),
    InboxChange: guarded({
      inbox: async (_, __, { officer, runtime }) => connection(await waiting(desk, { officer, runtime }, FIRST_PAGE)),
    }),
    Subscription: {
      inboxChanged: {
        subscribe: (_: unknown, __: unknown, { officer, runtime }: DeskContext) =>
          runtime.changes(desk.name, {
            readers: inboxReaders(desk, officer.agency),
            barred: officer.barred,
            reviews: mayReview(desk, officer),
          }),
        resolve: (change: InboxChange) => change,
      },
    },
    ...(Object.keys(mutation).length > 0 ? { Mutation: guarded(mutation) } : {}),
  };
}

/** What waits for the officer's agency at its desk. */
function waiting(
  desk: Desk,
  { officer, runtime }: Pick<DeskContext, 'officer' | 'runtime'>,
  first: number,
  after?: string,
) {
  const { agency, barred } = officer;
  const own = desk.shared && {
    clocks: runtime.shared(desk.name, barred).clocks,
    reader: readerOf(desk, agency),
    holder: agency.id,
  };
  return inboxOf(runtime.desk(desk.name, barred), inboxReaders(desk, agency), first, after, own);
}

/** Our errors get their stable code wherever they are thrown. */
function guarded(resolvers: Readonly<Record<string, Resolver>>): Record<string, Resolver> {
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
