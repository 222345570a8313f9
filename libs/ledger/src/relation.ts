import type { FocusCategory } from '#case';
import { type Agency, isAboveCounty } from '#policy';
import type { LedgerEntryRecord } from './record.ts';

/** How an agency stands to an entry; without any relation it does not learn that the child is on the ledger. */
export type LedgerRelation = 'visitor' | 'township' | 'civil-affairs';

const VISITORS: readonly Agency['type'][] = ['RVC', 'CD'];
const TOWNSHIP: readonly Agency['type'][] = ['TOWN', 'STATION', 'CS'];

/** Agency types that see an entry because of where the child lives. */
export const ledgerTypes: readonly Agency['type'][] = [...VISITORS, ...TOWNSHIP, 'CA'];

/**
 * Every relation of an agency to an entry, by place alone: who visits in the village, the township, and civil affairs of the
 * county. Nobody above the county sees a child on it, and no other system does.
 */
export function ledgerRelations(
  { status, division: lives }: Pick<LedgerEntryRecord, 'status' | 'division'>,
  { type, division }: Pick<Agency, 'type' | 'division'>,
): ReadonlySet<LedgerRelation> {
  const relations = new Set<LedgerRelation>();
  if (status === 'none' || isAboveCounty(division) || !lives.startsWith(division)) return relations;
  if (VISITORS.includes(type)) relations.add('visitor');
  if (TOWNSHIP.includes(type)) relations.add('township');
  if (type === 'CA') relations.add('civil-affairs');
  return relations;
}

/**
 * Why the child is on the ledger, as far as an agency may know: all for civil affairs, which keeps it; for the township what was
 * found with it. The committee is never told, nor what civil affairs alone found, whatever that is: a psychological reason
 * would show by what is left out.
 */
export function categoriesFor(record: LedgerEntryRecord, agency: Agency): readonly FocusCategory[] {
  const relations = ledgerRelations(record, agency);
  const all = relations.has('civil-affairs');
  if (!all && !relations.has('township')) return [];
  return record.categories.filter(({ open }) => all || open).map(({ category }) => category);
}
