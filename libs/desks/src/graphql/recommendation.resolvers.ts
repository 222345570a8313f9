import { may } from '#access';
import { isRefusal } from '#case';
import { readCommand } from '#commands';
import type { RecommendationCommandName } from '#recommendation';
import { type Accepted, type Outcome, worksAt } from '#runtime';
import type { Desk, Resolver } from '../desk.ts';
import type { DeskContext } from './context.ts';
import { checkedFirst, connection, type Paging } from './paging.ts';
import { readsOnly } from './reads.only.ts';
import { shownRefusal, shownStep } from './shown.ts';

/** What a desk answers about recommendations. */
export function recommendationQueries(desk: Desk): Record<string, Resolver> {
  return {
    recommendations: async (_, { first, after }: Paging, { officer, runtime }) =>
      connection(
        await runtime
          .desk(desk.name, officer.barred)
          .recommendations(officer.agency.id, checkedFirst(first), after ?? undefined),
      ),
    recommendation: (_, { id }: { id: string }, context) => shownRecommendation(desk, id, context),
    recommendationSteps: async (_, { id }: { id: string }, context, { schema }) => {
      if ((await shownRecommendation(desk, id, context)) === null) return null;
      const { runtime, officer } = context;
      const steps = await runtime.recommendationSteps(desk.recommendationCommands, officer, id.toLowerCase());
      return steps?.map((step) => shownStep(step, schema, context)) ?? null;
    },
    ...(desk.recommends ? { citableBreaches: citableBreaches(desk) } : {}),
  };
}

interface Period {
  readonly agency: string;
  readonly from: string;
  readonly until: string;
}

function citableBreaches(desk: Desk): Resolver {
  return async (_, { agency, from, until }: Period, { officer, runtime }) => {
    const reader = runtime.desk(desk.name, officer.barred);
    const docs = await reader.breaches(officer.agency.id, agency, from, `${until}T23:59:59.999+08:00`);
    return docs.map((doc) => JSON.parse(doc));
  };
}

/** The mutation of a command on a recommendation. */
export function giveOnRecommendation(desk: Desk, command: RecommendationCommandName): Resolver {
  return async (_, { input: raw }: { input: Record<string, unknown> }, context) => {
    const { envelope, input } = readCommand(command, raw, context.runtime.host.now());
    const { officer, submit } = context;
    if (may(officer, 'OPEN', { works: worksAt(desk, officer.agency) }) === 'READS_ONLY') throw readsOnly();
    return shownOutcome(desk, await submit({ ...envelope, command, officer, input }), context);
  };
}

async function shownOutcome(desk: Desk, outcome: Outcome, context: DeskContext): Promise<object> {
  if (isRefusal(outcome)) return shownRefusal(outcome, context);
  const { caseId: recommendationId, position, events, effects: clocks, enteredLate, repeated }: Accepted = outcome;
  const { runtime, officer } = context;
  const { view, doc } = await runtime.shows(desk.name, officer, recommendationId, position, 'recommendation');
  const seen: { readonly version: string } | null = doc === null ? null : JSON.parse(doc);
  return {
    recommendationId,
    version: seen?.version,
    events,
    clocks,
    enteredLate,
    repeated,
    view,
    recommendation: seen,
  };
}

async function shownRecommendation(
  desk: Desk,
  id: string,
  { officer, runtime }: DeskContext,
): Promise<{ readonly version: string } | null> {
  const doc = await runtime.desk(desk.name, officer.barred).recommendation(officer.agency.id, id.toLowerCase());
  return doc === null ? null : JSON.parse(doc);
}
