import { readerOf } from '#runtime';
import type { Desk } from '../desk.ts';
import type { Asker } from './context.ts';

/** A case as the officer's desk shows it, or null where it is not there for the officer's agency. */
export async function shownCase(
  desk: Pick<Desk, 'name' | 'shared'>,
  id: string,
  { officer, runtime }: Asker,
): Promise<{ readonly version: string } | null> {
  const doc = await runtime.desk(desk.name).case(readerOf(desk, officer.agency), id.toLowerCase());
  return doc === null ? null : JSON.parse(doc);
}
