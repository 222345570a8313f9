import { may } from '#access';
import { isRefusal } from '#case';
import { readCommand } from '#commands';
import type { LedgerCommandName } from '#ledger';
import { type Accepted, type Outcome, worksAt } from '#runtime';
import type { Desk, Resolver } from '../desk.ts';
import type { DeskContext } from './context.ts';
import { checkedFirst, connection, type Paging } from './paging.ts';
import { readsOnly } from './reads.only.ts';
import { shownRefusal, shownStep } from './shown.ts';

/** What a desk that has to do with the ledger answers about it. */
export function ledgerQueries(desk: Desk): Record<string, Resolver> {
  if (!desk.ledger) return {};
  return {
    ledgerEntries: async (_, { first, after }: Paging, { officer, runtime }) =>
      connection(
        await runtime
          .desk(desk.name, officer.barred)
          .ledgerEntries(officer.agency.id, checkedFirst(first), after ?? undefined),
      ),
    ledgerEntry: (_, { id }: { id: string }, context) => shownEntry(desk, id, context),
    ledgerSteps: async (_, { id }: { id: string }, context, { schema }) => {
      if ((await shownEntry(desk, id, context)) === null) return null;
      const { runtime, officer } = context;
      const steps = await runtime.ledgerSteps(desk.ledgerCommands, officer, id.toLowerCase());
      return steps?.map((step) => shownStep(step, schema, context)) ?? null;
    },
  };
}

/** The mutation of a command on a ledger entry. */
export function giveOnLedger(desk: Desk, command: LedgerCommandName): Resolver {
  return async (_, { input: raw }: { input: Record<string, unknown> }, context) => {
    const { envelope, input } = readCommand(command, raw, context.runtime.host.now());
    const { officer, submit } = context;
    if (may(officer, 'OPEN', { works: worksAt(desk, officer.agency) }) === 'READS_ONLY') throw readsOnly();
    return shownOutcome(desk, await submit({ ...envelope, command, officer, input }), context);
  };
}

async function shownOutcome(desk: Desk, outcome: Outcome, context: DeskContext): Promise<object> {
  if (isRefusal(outcome)) return shownRefusal(outcome, context);
  const { caseId: ledgerEntryId, position, events, effects: clocks, enteredLate, repeated }: Accepted = outcome;
  const { runtime, officer } = context;
  const { view, doc } = await runtime.shows(desk.name, officer, ledgerEntryId, position, 'ledger-entry');
  const seen = doc === null ? null : JSON.parse(doc);
  return { ledgerEntryId, version: seen?.version, events, clocks, enteredLate, repeated, view, ledgerEntry: seen };
}

async function shownEntry(
  desk: Desk,
  id: string,
  { officer, runtime }: DeskContext,
): Promise<{ readonly version: string } | null> {
  const doc = await runtime.desk(desk.name, officer.barred).ledgerEntry(officer.agency.id, id.toLowerCase());
  return doc === null ? null : JSON.parse(doc);
}
