import { BadInput } from '#commands';
import type { InboxEntry, Page } from '#runtime';

/** Relay's arguments of a list that is read forward. */
export interface Paging {
  readonly first: number;
  readonly after?: string | null;
}

const MOST = 100;

/** A page as a Relay connection. */
export function connection({ rows, hasNext }: Page, read: (doc: string) => unknown = JSON.parse): object {
  return {
    edges: rows.map(({ cursor, doc }) => ({ cursor, node: read(doc) })),
    pageInfo: {
      hasNextPage: hasNext,
      hasPreviousPage: false,
      startCursor: rows[0]?.cursor ?? null,
      endCursor: rows.at(-1)?.cursor ?? null,
    },
  };
}

/** A page of an inbox. When each is due stands on it: a resolver that is called for every item costs more than the item. */
export const inboxConnection = (page: Page): object =>
  connection(page, (doc) => {
    const entry: InboxEntry = JSON.parse(doc);
    return Object.assign(entry, { due: entry.clock.due });
  });

/** @throws BadInput when a page is to hold nothing, or too much. */
export function checkedFirst(first: number | null): number {
  if (first !== null && first >= 1 && first <= MOST) return first;
  const message = { zh: `每页 1 至 ${MOST} 条`, en: `1 to ${MOST} a page` };
  throw new BadInput([{ field: 'first', rule: 'range', message }]);
}
