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
  return doc !== null && isThere(desk, officer, caseId, true) ? JSON.parse(doc) : null;
}

/** Whether a case that an officer's agency has, or has not, a part in is there for the officer. */
export function isThere(
  desk: Pick<Desk, 'agencies' | 'works'>,
  officer: Asker['officer'],
  caseId: string,
  related: boolean,
): boolean {
  return may(officer, 'READ', { works: worksAt(desk, officer.agency), caseId, related }) === 'YES';
}
