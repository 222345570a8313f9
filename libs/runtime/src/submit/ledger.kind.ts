import type { About, CaseRecord } from '#case';
import {
  decideLedgerEntry,
  type LedgerCommandName,
  type LedgerEntryRecord,
  type LedgerSubmission,
  ledgerCommands,
  ledgerRelations,
} from '#ledger';
import { ledgerEntries } from '../stream.kind.ts';
import { ledgerTags } from '../views/shown.kind.ts';
import { childFiles } from './child.files.ts';
import type { DecidedKind } from './decided.kind.ts';
import type { SubmitParts } from './submit.ts';

/** How a child's entry on the ledger is decided on: it is the child's one file in its township, open or closed. */
export function decidedLedgerEntries(
  parts: SubmitParts,
  loadCase: (caseId: string) => Promise<CaseRecord>,
): DecidedKind<LedgerEntryRecord> {
  const { sourceOf: _, ...files } = childFiles(
    ledgerEntries,
    {
      opening: 'OpenLedgerEntry',
      related: (record, agency) => ledgerRelations(record, agency).size > 0,
      tagsOf: ledgerTags,
      selectors: (desk) => desk.ledger,
    },
    parts,
    loadCase,
  );
  return {
    ...files,
    opens: (command) => command === 'EnterFromCase',
    place: (request) => (request.input as { readonly about?: About }).about?.division ?? files.place(request),
    personal: (command) => ledgerCommands[command as LedgerCommandName].personal,
    decide: (submission, record, context) => decideLedgerEntry(submission as LedgerSubmission, record, context),
  };
}
