import type { NamedAgency, Officer } from '#access';
import { answerTo, type CaseRecord, idTags } from '#case';
import type { LedgerEntryRecord, WhomInput } from '#ledger';
import type { Agency } from '#policy';
import { CaseCache } from '../case.log.ts';
import { derivedId } from '../derived.id.ts';
import { type Folded, idOf, ownerOf, readRecord, type StreamKind } from '../stream.kind.ts';
import { type DeskSelectors, type ItemSelectors, worksAt } from '../views/view.ts';
import { thereFor } from './case.kind.ts';
import type { DecidedKind } from './decided.kind.ts';
import { derive, type OpenChild } from './door.ts';
import type { SubmitParts } from './submit.ts';

const CACHED = 2_000;

/** A child’s file, on whichever register it is. */
interface ChildFile extends Folded, Pick<LedgerEntryRecord, 'child' | 'caseIds'> {}

type Opening = Pick<WhomInput, 'sourceCaseId' | 'place'> & { readonly child?: OpenChild };

/** What one kind of file says of itself. */
interface FileKind<R> {
  /** The command by which an officer opens one. */
  readonly opening: string;
  readonly related: (record: R, agency: Agency) => boolean;
  /** Match tags by which the file of a child is found in a place. */
  readonly tagsOf: (tags: readonly string[], division: string) => readonly string[];
  readonly selectors: (desk: DeskSelectors) => ItemSelectors<R> | undefined;
}

/** The case that is named; one that the agency has nothing to do with is not there for it. */
export type SourceOf = (named: Pick<WhomInput, 'sourceCaseId'>, officer: Officer) => Promise<CaseRecord | undefined>;

/**
 * What files of children have in common at the door (一人一档): one child has one file in a place, which is found by its identity
 * number or by its case, and whose personal fields are sealed under the child’s own keys, wherever the agency knows it from. A file
 * that the officer may not know of is not found: to add to it would tell that it is there. Of several an open one is meant.
 */
export function childFiles<R extends ChildFile>(
  kind: StreamKind<R>,
  { opening, related, tagsOf, selectors }: FileKind<R>,
  { vault, views, desks, store }: SubmitParts,
  loadCase: (caseId: string) => Promise<CaseRecord>,
): Omit<DecidedKind<R>, 'personal' | 'decide'> & { readonly sourceOf: SourceOf } {
  const deskOf = (agency: NamedAgency) => desks.find((desk) => worksAt(desk, agency));

  const sourceOf: SourceOf = async ({ sourceCaseId }, officer) => {
    if (sourceCaseId === undefined) return undefined;
    const source = await loadCase(sourceCaseId);
    return thereFor(source, officer) ? source : undefined;
  };

  const keptFrom = ({ id, caseIds }: R, { barred }: Officer) =>
    [ownerOf(kind, id), ...caseIds].some((owner) => barred.has(owner));
  const knows = (record: R, officer: Officer) => related(record, officer.agency) && !keptFrom(record, officer);

  return {
    ...kind,
    sourceOf,
    cache: new CaseCache(CACHED),
    find: async ({ caseId, input, officer }, commandId) => {
      if (caseId !== undefined) return caseId;
      const named = input as Opening;
      const minted = derivedId(commandId, kind.of);
      const source = await sourceOf(named, officer);
      const tags = source?.child?.tags ?? (named.child ? vault.tags(named.child) : []);
      const place = source?.division ?? named.place?.division ?? '';
      const found = tags.length === 0 ? [] : await views.tagged(tagsOf(tags, place));
      const ids = found.map((tag) => idOf(kind, tag.caseId)).filter((id) => id !== undefined);
      const files: R[] = [];
      for (const id of [minted, ...ids]) {
        const record = await readRecord(kind, store, id);
        if (answerTo(record, commandId)) return id;
        if (knows(record, officer)) files.push(record);
      }
      return (files.find(({ status }) => status === 'open') ?? files[0])?.id ?? minted;
    },
    related: knows,
    keptFrom,
    shown: (record, agency) => {
      const desk = deskOf(agency);
      return (desk && selectors(desk)?.view(record, agency)) ?? null;
    },
    place: ({ input, officer }) => (input as Opening).place?.division ?? officer?.agency.division ?? '',
    keysOf: async (record, commandId, { input, officer }) => {
      if (record.child) return record.child.childId;
      const named = input as Opening;
      const source = await sourceOf(named, officer);
      if (source?.child) return source.child.childId;
      const tagged = named.child ? await views.tagged(idTags(vault.tags(named.child))) : [];
      for (const { caseId } of tagged) {
        const known = await loadCase(caseId);
        if (known.child && thereFor(known, officer)) return known.child.childId;
      }
      return derivedId(commandId, 'child');
    },
    derive: async ({ command, input, officer }, childId, pack) => {
      if (command !== opening) return undefined;
      const named = input as Opening;
      const { child, guardian, division } = (await sourceOf(named, officer)) ?? {};
      if (child && division) return { about: { child, guardian: guardian ?? undefined, division } };
      return named.child && derive(vault, named.child, childId, pack);
    },
    other: async () => undefined,
  };
}
