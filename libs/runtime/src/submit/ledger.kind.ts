import type { NamedAgency, Officer } from '#access';
import { type About, answerTo, type CaseRecord, idTags } from '#case';
import {
  decideLedgerEntry,
  type LedgerCommandName,
  type LedgerEntryRecord,
  type LedgerSubmission,
  ledgerCommands,
  ledgerRelations,
  type OpenLedgerEntryInput,
} from '#ledger';
import { CaseCache } from '../case.log.ts';
import { derivedId } from '../derived.id.ts';
import { idOf, ledgerEntries, ownerOf, readRecord } from '../stream.kind.ts';
import { ledgerTags } from '../views/shown.kind.ts';
import { worksAt } from '../views/view.ts';
import { thereFor } from './case.kind.ts';
import type { DecidedKind } from './decided.kind.ts';
import { derive, type OpenChild } from './door.ts';
import type { Request, SubmitParts } from './submit.ts';

const CACHED = 2_000;

type Opening = Partial<Pick<OpenLedgerEntryInput, 'sourceCaseId' | 'place'>> & {
  readonly child?: OpenChild;
  readonly about?: About;
};

/** How a child's entry on the ledger is decided on. Personal fields are sealed under the child's keys, as in its case. */
export function decidedLedgerEntries(
  { vault, views, desks, store }: SubmitParts,
  loadCase: (caseId: string) => Promise<CaseRecord>,
): DecidedKind<LedgerEntryRecord> {
  const deskOf = (agency: NamedAgency) => desks.find((desk) => worksAt(desk, agency));

  /** The case that the child is taken from; one that the agency has nothing to do with is not there for it. */
  const sourceOf = async ({ sourceCaseId }: Opening, officer: Officer): Promise<CaseRecord | undefined> => {
    if (sourceCaseId === undefined) return undefined;
    const source = await loadCase(sourceCaseId);
    return thereFor(source, officer) ? source : undefined;
  };

  /** Whose keys: the child's own, wherever the agency knows it from. */
  const childIdOf = async (
    record: LedgerEntryRecord,
    commandId: string,
    { input, officer }: Request,
  ): Promise<string> => {
    if (record.child) return record.child.childId;
    const opening = input as Opening;
    const source = await sourceOf(opening, officer);
    if (source?.child) return source.child.childId;
    const tagged = opening.child ? await views.tagged(idTags(vault.tags(opening.child))) : [];
    for (const { caseId } of tagged) {
      const known = await loadCase(caseId);
      if (known.child && thereFor(known, officer)) return known.child.childId;
    }
    return derivedId(commandId, 'child');
  };

  /** The entry of a child, found by its identity number: one child has one file in a township, open or closed (一人一档). */
  const find = async ({ caseId, input, officer }: Request, commandId: string): Promise<string> => {
    if (caseId !== undefined) return caseId;
    const opening = input as Opening;
    const minted = derivedId(commandId, 'ledger-entry');
    const source = await sourceOf(opening, officer);
    const tags = source?.child?.tags ?? (opening.child ? vault.tags(opening.child) : []);
    const place = source?.division ?? opening.place?.division ?? '';
    const found = tags.length === 0 ? [] : await views.tagged(ledgerTags(tags, place));
    const ids = found.map((tag) => idOf(ledgerEntries, tag.caseId)).filter((id) => id !== undefined);
    for (const id of [minted, ...ids]) {
      const record = await readRecord(ledgerEntries, store, id);
      if (answerTo(record, commandId) || ledgerRelations(record, officer.agency).size > 0) return id;
    }
    return minted;
  };

  return {
    ...ledgerEntries,
    cache: new CaseCache(CACHED),
    find,
    related: (record, { agency, barred }) => {
      const kept = [ownerOf(ledgerEntries, record.id), ...record.caseIds];
      return ledgerRelations(record, agency).size > 0 && kept.every((id) => !barred.has(id));
    },
    shown: (record, agency) => deskOf(agency)?.ledger?.view(record, agency) ?? null,
    opens: (command) => command === 'EnterFromCase',
    place: ({ input, officer }) => {
      const { about, place } = input as Opening;
      return about?.division ?? place?.division ?? officer?.agency.division ?? '';
    },
    personal: (command) => ledgerCommands[command as LedgerCommandName].personal,
    keysOf: childIdOf,
    derive: async ({ command, input, officer }, childId, pack) => {
      if (command !== 'OpenLedgerEntry') return undefined;
      const opening = input as Opening;
      const source = await sourceOf(opening, officer);
      const { child, guardian, division } = source ?? {};
      if (child && division) return { about: { child, guardian: guardian ?? undefined, division } };
      return opening.child && derive(vault, opening.child, childId, pack);
    },
    other: async () => undefined,
    decide: (submission, record, context) => decideLedgerEntry(submission as LedgerSubmission, record, context),
  };
}
