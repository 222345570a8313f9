import { may } from '#access';
import { readerOf, worksAt } from '#runtime';
import type { Desk } from '../desk.ts';
import type { Asker } from './context.ts';

/** A case as the officer's desk shows it, or null where it is not there for the officer's agency. */
export async function shownCase(
  desk: Pick<Desk, 'name' | 'shared' | 'agencies' | 'works'>,
  id: string,
  { officer, runtime }: Asker,
): Promise<{ readonly version: string } | null> {
  const caseId = id.toLowerCase();
  const doc = await runtime.desk(desk.name, officer.barred).case(readerOf(desk, officer.agency), caseId);
  return readOut(desk, caseId, doc, { officer });
}

/** The same of what has been read already. */
export function readOut(
  desk: Pick<Desk, 'agencies' | 'works'>,
  caseId: string,
  doc: string | null,
  { officer }: Pick<Asker, 'officer'>,
): { readonly version: string } | null {
  const verdict = may(officer, 'READ', { works: worksAt(desk, officer.agency), caseId, related: doc !== null });
  return doc === null || verdict !== 'YES' ? null : JSON.parse(doc);
}
