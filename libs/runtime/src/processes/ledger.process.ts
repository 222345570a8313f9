import { COMMITTEE_SIDE } from '#case';
import { ledgerEntries, ownerOf } from '../stream.kind.ts';
import { defineProcess } from './process.ts';

/**
 * 个案纳入台账: a case that found its child in need of focused care, and a migrant child, has it entered on the ledger: on the
 * file that the child has already (一人一档), or on a new one. What the committee found, the township may know.
 */
export const entersLedger = defineProcess({
  name: 'enters-ledger',
  on: {
    LedgerEntryOpened: async ({ data, meta }, { caseId, onLedger }) => {
      const { about, categories, ledgerEntryId } = data;
      if (about === undefined) return []; // from before there was a ledger beside the cases
      const [known] = await onLedger(about.child.tags ?? [], about.division);
      const { id: openedBy, type } = meta.actor.agency;
      const openToThePlace = COMMITTEE_SIDE.includes(type);
      const input = { caseId, about, categories, openedBy, openToThePlace };
      const entry = known ?? ownerOf(ledgerEntries, ledgerEntryId);
      return [{ caseId: entry, command: 'EnterFromCase', input, occurredAt: meta.occurredAt }];
    },
  },
});
