import type { BesideKind } from '#runtime';
import type { Desk, Resolver } from '../desk.ts';
import type { DeskContext } from './context.ts';
import { checkedFirst, connection, type Paging } from './paging.ts';
import { shownStep } from './shown.ts';

type Step = Parameters<typeof shownStep>[0];

/** How a desk is asked for what stands beside its cases, one by one and in a list. */
interface Listed {
  readonly list: string;
  readonly one: string;
  readonly steps: string;
  readonly of: BesideKind;
  readonly next: (desk: Desk, id: string, context: DeskContext) => Promise<readonly Step[] | null>;
}

const recommendations: Listed = {
  list: 'recommendations',
  one: 'recommendation',
  steps: 'recommendationSteps',
  of: 'recommendation',
  next: ({ recommendationCommands }, id, { runtime, officer }) =>
    runtime.recommendationSteps(recommendationCommands, officer, id),
};

const ledger: Listed = {
  list: 'ledgerEntries',
  one: 'ledgerEntry',
  steps: 'ledgerSteps',
  of: 'ledger-entry',
  next: ({ ledgerCommands }, id, { runtime, officer }) => runtime.ledgerSteps(ledgerCommands, officer, id),
};

const keyMinor: Listed = {
  list: 'keyMinorEntries',
  one: 'keyMinorEntry',
  steps: 'keyMinorSteps',
  of: 'key-minor',
  next: ({ keyMinorCommands }, id, { runtime, officer }) => runtime.keyMinorSteps(keyMinorCommands, officer, id),
};

/** What a desk answers about what stands beside its cases (个案之外的事项): recommendations, the ledger, the key-minor register, survey work. */
export function itemQueries(desk: Desk): Record<string, Resolver> {
  return {
    ...listed(desk, recommendations),
    ...(desk.recommends ? { citableBreaches: citableBreaches(desk) } : {}),
    ...(desk.ledger ? listed(desk, ledger) : {}),
    ...(desk.keyMinor ? listed(desk, keyMinor) : {}),
    ...(desk.surveyWork ? { surveyWork: surveyWork(desk) } : {}),
  };
}

function listed(desk: Desk, { list, one, steps, of, next }: Listed): Record<string, Resolver> {
  const shown = async (id: string, { officer, runtime }: DeskContext): Promise<object | null> => {
    const found = await runtime.desk(desk.name, officer.barred).item(of, officer.agency.id, id.toLowerCase());
    return found === null ? null : JSON.parse(found);
  };
  return {
    [list]: async (_, { first, after }: Paging, { officer, runtime }) => {
      const reader = runtime.desk(desk.name, officer.barred);
      return connection(await reader.items(of, officer.agency.id, checkedFirst(first), after ?? undefined));
    },
    [one]: (_, { id }: { id: string }, context) => shown(id, context),
    [steps]: async (_, { id }: { id: string }, context, { schema }) => {
      if ((await shown(id, context)) === null) return null;
      const lawful = await next(desk, id.toLowerCase(), context);
      return lawful?.map((step) => shownStep(step, schema, context)) ?? null;
    },
  };
}

/** The survey work of the officer's county: there is one. */
function surveyWork(desk: Desk): Resolver {
  return async (_, __: never, { officer, runtime }) => {
    const { rows } = await runtime.desk(desk.name, officer.barred).items('survey-work', officer.agency.id, 1);
    return rows[0] ? JSON.parse(rows[0].doc) : null;
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
