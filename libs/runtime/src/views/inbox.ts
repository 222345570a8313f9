import type { NamedAgency } from '#access';
import { type DeskReader, type Page, readCursor, type SharedReader } from './view.store.ts';
import { type DeskSelectors, readerOf } from './view.ts';

/**
 * Under which keys an agency's inbox is read: its own and, where the agencies of a desk share rows, the one that they share.
 * What is no case (a recommendation, a ledger entry) is nobody's but the agency's own, and so is what it alone has to decide.
 */
export function inboxReaders(desk: Pick<DeskSelectors, 'shared'>, agency: NamedAgency): readonly string[] {
  return [...new Set([agency.id, readerOf(desk, agency)])];
}

/** Where an agency shares rows with others: what of them is its own to do (a ruling, an extension, a designation). */
export interface OwnAmongShared {
  readonly clocks: SharedReader['clocks'];
  /** The key of the shared rows. */
  readonly reader: string;
  readonly holder: string;
}

/**
 * One page of what waits for an agency (待办), under all its keys together, the soonest due first. Of shared rows these are the
 * clocks that are overdue, whoever let them lapse, and those that the agency itself is charged with. A clock that stands under
 * several keys is shown once, as the first of them has it.
 */
export async function inboxOf(
  desk: Pick<DeskReader, 'inbox'>,
  readers: readonly string[],
  first: number,
  after?: string,
  own?: OwnAmongShared,
): Promise<Page> {
  const [only, ...others] = readers;
  if (only !== undefined && others.length === 0 && !own) return desk.inbox(only, first, after);
  const pages = await Promise.all([
    ...readers.map((reader) => desk.inbox(reader, first, after)),
    ...(own ? [own.clocks(own.reader, { state: 'running', holder: own.holder }, first, after)] : []),
  ]);
  const once = new Map(pages.flatMap((page) => page.rows.map((row) => [row.cursor, row] as const)).reverse());
  const rows = [...once.values()].sort((a, b) => (before(a.cursor, b.cursor) ? -1 : 1));
  return { rows: rows.slice(0, first), hasNext: rows.length > first || pages.some(({ hasNext }) => hasNext) };
}

function before(one: string, other: string): boolean {
  const [[sort, key], [otherSort, otherKey]] = [readCursor(one), readCursor(other)];
  return sort === otherSort ? key < otherKey : sort < otherSort;
}
