import { may } from '#access';
import { isRefusal } from '#case';
import { type AnyCommandName, readCommand } from '#commands';
import { type Accepted, type ItemKind, type Outcome, worksAt } from '#runtime';
import type { Desk, Resolver } from '../desk.ts';
import type { DeskContext } from './context.ts';
import { readsOnly } from './reads.only.ts';
import { readOut } from './shown.case.ts';
import { shownRefusal } from './shown.ts';

/** What a command is given on, as answers name it: `ledgerEntry`, and `ledgerEntryId`. */
const FIELD = {
  case: 'case',
  recommendation: 'recommendation',
  'ledger-entry': 'ledgerEntry',
  'key-minor': 'keyMinorEntry',
  'survey-work': 'surveyWork',
} as const satisfies Record<ItemKind, string>;

/** The mutation of a command on a case, or on what stands beside cases: a recommendation, an entry on a register, survey work. */
export function give(desk: Desk, command: AnyCommandName, of: ItemKind): Resolver {
  return async (_, { input: raw }: { input: Record<string, unknown> }, context) => {
    const { envelope, input } = readCommand(command, raw, context.runtime.host.now());
    const { officer, submit } = context;
    if (may(officer, 'OPEN', { works: worksAt(desk, officer.agency) }) === 'READS_ONLY') throw readsOnly();
    return shownOutcome(desk, of, await submit({ ...envelope, command, officer, input }), context);
  };
}

async function shownOutcome(desk: Desk, of: ItemKind, outcome: Outcome, context: DeskContext): Promise<object> {
  if (isRefusal(outcome)) return shownRefusal(outcome, context);
  const { caseId: id, position, events, effects: clocks, enteredLate, repeated }: Accepted = outcome;
  const { view, doc } = await context.runtime.shows(desk.name, context.officer, id, position, of);
  const item: { readonly version: string } | null = doc === null ? null : JSON.parse(doc);
  const seen = of === 'case' ? readOut(desk, id, doc, context) : item;
  const name = FIELD[of];
  return { [`${name}Id`]: id, version: seen?.version, events, clocks, enteredLate, repeated, view, [name]: seen };
}
