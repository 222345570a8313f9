import { shownCitation } from '#desks';
import { type Runtime, readerOf } from '#runtime';
import { noSuchCase } from '../errors.ts';
import type { Caller } from './give.ts';
import { wayOf } from './routes.ts';

/** The lawful next steps (下一步) as the agency's desk lists them; a case that the desk does not show is not there. */
export async function lawfulNextSteps(caseId: string, { officer, desk }: Caller, runtime: Runtime): Promise<object> {
  const id = caseId.toLowerCase();
  const shown = await runtime.desk(desk.name, officer.barred).case(readerOf(desk, officer.agency), id);
  if (shown === null) throw noSuchCase();
  const steps = (await runtime.nextSteps(desk.commands, officer, id)) ?? []; // shown without a part in it
  return {
    steps: steps.map(({ cite, standing, command, ...step }) => ({
      ...step,
      ...wayOf(command),
      cite: shownCitation(cite, { runtime }),
      standing,
    })),
  };
}
