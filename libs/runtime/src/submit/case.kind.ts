import { may, type Officer } from '#access';
import {
  type CaseRecord,
  type CommandName,
  caseCommands,
  clockKnownTo,
  clockOf,
  decide,
  isThereFor,
  type RecordedEvent,
  relationsOf,
  type Submission,
} from '#case';
import { derivedId } from '../derived.id.ts';
import { cases } from '../stream.kind.ts';
import { worksAt } from '../views/view.ts';
import { type CaseForParts, caseFinder } from './case.for.ts';
import type { DecidedKind } from './decided.kind.ts';
import { derive, type OpenChild } from './door.ts';
import type { Request, SubmitParts } from './submit.ts';

/** How a case is decided on. */
export function decidedCases(
  { vault, views, desks, directory, cache }: SubmitParts,
  load: CaseForParts['load'],
): DecidedKind<CaseRecord> {
  /** A second case that the command names; one that the agency has nothing to do with is not there for it. */
  const otherCase = async (input: object, officer: Officer): Promise<CaseRecord | undefined> => {
    const { sourceCaseId } = input as { readonly sourceCaseId?: string };
    if (sourceCaseId === undefined) return undefined;
    const other = await load(sourceCaseId);
    return thereFor(other, officer) ? other : undefined;
  };

  /** Where a case has ended, and where that one has, and so on; each once. */
  const endsOf = async (caseId: string): Promise<readonly string[]> => {
    const ends: string[] = [];
    for (let at: string | null = caseId; at !== null && !ends.includes(at); at = (await load(at)).mergedInto) {
      ends.push(at);
    }
    return ends;
  };

  return {
    ...cases,
    cache,
    find: caseFinder({ vault, views, load, thereFor }),
    related: (record, officer, command) =>
      mayRead(officer, record, isThereFor(command as CommandName, record, officer.agency)),
    keptFrom: ({ id }, { barred }) => barred.has(id),
    shown: (record, agency) => desks.find((desk) => worksAt(desk, agency))?.view(record, agency, directory) ?? null,
    knowsClock: (record, id, agency) => {
      const clock = clockOf(record, id);
      return clock !== undefined && clockKnownTo(clock, record, agency);
    },
    place: ({ input, officer }) => placeOf(input) ?? officer?.agency.division ?? '',
    personal: (command) => caseCommands[command as CommandName].personal,
    keysOf: (record, commandId) => record.child?.childId ?? derivedId(commandId, 'child'),
    derive: async ({ input }: Request, childId, pack) => {
      const { child } = input as { readonly child?: OpenChild };
      return child && derive(vault, child, childId, pack);
    },
    other: ({ input, officer }) => otherCase(input, officer),
    around: async (command, input) =>
      command === 'EndMergedCase' ? { endedInto: await endsOf((input as { targetCaseId: string }).targetCaseId) } : {},
    decide: (submission, record, context) =>
      decide(submission as Submission, record, context) as readonly RecordedEvent[],
  };
}

/** Whether the case is there for an officer: by the same decision as whether they may read it. */
export function thereFor(record: CaseRecord, officer: Officer): boolean {
  return mayRead(officer, record, relationsOf(record, officer.agency).size > 0);
}

function mayRead(officer: Officer, record: CaseRecord, related: boolean): boolean {
  return may(officer, 'READ', { works: true, caseId: record.id, related }) === 'YES';
}

function placeOf(input: object): string | undefined {
  return (input as { place?: { division?: string } }).place?.division;
}
