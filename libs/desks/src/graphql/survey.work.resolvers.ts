import { may } from '#access';
import { isRefusal } from '#case';
import { readCommand } from '#commands';
import type { SurveyWorkCommandName } from '#ledger';
import { worksAt } from '#runtime';
import type { Desk, Resolver } from '../desk.ts';
import type { DeskContext } from './context.ts';
import { readsOnly } from './reads.only.ts';
import { shownRefusal } from './shown.ts';

/** What a desk that has to do with the survey work answers about it. */
export function surveyWorkQueries(desk: Desk): Record<string, Resolver> {
  return desk.surveyWork ? { surveyWork: (_, __, context) => shownWork(desk, context) } : {};
}

/** The mutation of a command on the survey work of the officer's county. */
export function giveOnSurveyWork(desk: Desk, command: SurveyWorkCommandName): Resolver {
  return async (_, { input: raw }: { input: Record<string, unknown> }, context) => {
    const { envelope, input } = readCommand(command, raw, context.runtime.host.now());
    const { officer, submit, runtime } = context;
    if (may(officer, 'OPEN', { works: worksAt(desk, officer.agency) }) === 'READS_ONLY') throw readsOnly();
    const outcome = await submit({ ...envelope, command, officer, input });
    if (isRefusal(outcome)) return shownRefusal(outcome, context);
    const { caseId: surveyWorkId, position, events, effects: clocks, enteredLate, repeated } = outcome;
    const { view } = await runtime.shows(desk.name, officer, surveyWorkId, position, 'survey-work');
    const seen = view === 'CAUGHT_UP' ? await shownWork(desk, context) : null;
    return { surveyWorkId, version: seen?.version, events, clocks, enteredLate, repeated, view, surveyWork: seen };
  };
}

async function shownWork(desk: Desk, { officer, runtime }: DeskContext): Promise<{ readonly version: string } | null> {
  const { rows } = await runtime.desk(desk.name, officer.barred).surveyWorks(officer.agency.id, 1);
  return rows[0] ? JSON.parse(rows[0].doc) : null;
}
