import {
  answerTo,
  areTwoChildren,
  type CaseRecord,
  type CommandName,
  caseCommands,
  openToThePlace,
  staysHidden,
} from '#case';
import { countyOf } from '#policy';
import type { Vault } from '#vault';
import { derivedId } from '../derived.id.ts';
import type { ViewStore } from '../views/view.store.ts';
import type { OpenChild } from './door.ts';
import type { Request } from './submit.ts';

export interface CaseForParts {
  readonly vault: Pick<Vault, 'tags'>;
  readonly views: Pick<ViewStore, 'tagged'>;
  /** The case as its stream has it now: what another process wrote counts too. */
  readonly load: (caseId: string) => Promise<CaseRecord>;
  /** Whether a case is there for the officer who gives the command. */
  readonly thereFor: (record: CaseRecord, officer: Request['officer']) => boolean;
}

/** Finds the case that a command is for. */
export function caseFinder({ vault, views, load, thereFor }: CaseForParts) {
  /** A case, and where it went, if it was merged. */
  const followed = async (caseId: string): Promise<readonly CaseRecord[]> => {
    const record = await load(caseId);
    return record.mergedInto === null ? [record] : [record, ...(await followed(record.mergedInto))];
  };

  /**
   * Cases that a child's keyed tags lead to: by the identity number; for a report or a finding, which repeat what another
   * desk began, also by telephone and sound of name together. Weaker likeness is pointed out to the township, never acted on.
   */
  const matching = async (tags: readonly string[], command: string): Promise<readonly string[]> => {
    if (tags.length === 0) return [];
    const found = await views.tagged(tags);
    const by = (kind: string) => found.filter(({ tag }) => tag.startsWith(kind)).map(({ caseId }) => caseId);
    const sound = new Set(by('sound:'));
    const both = command === 'RaiseFlag' ? [] : by('phone:').filter((caseId) => sound.has(caseId));
    return [...by('id:'), ...both];
  };

  /**
   * Whether an identity may lead to a case: to one that is there for who gives the command, or for whom the command brings it to.
   * What is hidden from both is not joined: an identity number opens nothing, nor tells that there is something. Nor is what the
   * officer is kept out of (回避): they begin a case of their own, and others find the two alike.
   */
  const joinable = (record: CaseRecord, { command, officer, input }: Request): boolean => {
    if (thereFor(record, officer)) return true;
    if (officer.barred.has(record.id)) return false;
    // a complaint that the police do not file is about what was reported to them, and for the procuratorate to take
    if (command === 'ComplainOfNoFiling') return officer.agency.type === 'PROC' && record.reports.length > 0;
    if (command === 'RaiseFlag') return openToThePlace(record) && !staysHidden(input as never, officer.agency.type);
    return openToThePlace(record) || record.reports.length > 0;
  };

  /**
   * The case a command is for: the one named; the one in the same county that the child's identity leads to, wherever it was
   * merged, an open one before a closed one; or a new one.
   */
  return async (request: Request, commandId: string): Promise<string> => {
    const { caseId, command, input } = request;
    if (caseId !== undefined) return caseId;
    const minted = derivedId(commandId, 'case');
    const opens = caseCommands[command as CommandName].opensCase;
    const { child, place } = input as { readonly child?: OpenChild; readonly place?: { readonly division: string } };
    if (!child || !place || !opens) return minted;
    const county = countyOf(place.division);
    const tags = vault.tags(child);
    const paths = await Promise.all((await matching(tags, command)).map(followed));
    const joined = paths.flat().find((record) => answerTo(record, commandId));
    if (joined) return joined.id;
    const matched = paths
      .flatMap((path) => path.slice(-1))
      .filter((record) => joinable(record, request) && !areTwoChildren(tags, record.child?.tags));
    const near = matched.filter(({ division }) => countyOf(division) === county);
    return (near.find(({ status }) => status === 'open') ?? near[0])?.id ?? minted;
  };
}
