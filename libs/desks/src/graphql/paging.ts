import { BadInput } from '#commands';
import type { Page } from '#runtime';

/** Relay's arguments of a list that is read forward. */
export interface Paging {
  readonly first: number;
  readonly after?: string | null;
}

const MOST = 100;

/** A page as a Relay connection. */
export function connection({ rows, hasNext }: Page): object {
  return {
    edges: rows.map(({ cursor, doc }) => ({ cursor, node: JSON.parse(doc) })),
    pageInfo: {
      hasNextPage: hasNext,
      hasPreviousPage: false,
      startCursor: rows[0]?.cursor ?? null,
      endCursor: rows.at(-1)?.cursor ?? null,
    },
  };
}

/** @throws BadInput when a page is to hold nothing, or too much. */
export function checkedFirst(first: number | null): number {
  if (first !== null && first >= 1 && first <= MOST) return first;
  const message = { zh: `每页 1 至 ${MOST} 条`, en: `1 to ${MOST} a page` };
  throw new BadInput([{ field: 'first', rule: 'range', message }]);
}
