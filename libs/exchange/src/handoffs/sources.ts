import type { Clock } from '#case';
import type { Item } from './handoff.ts';

/** What a row of a desk says of one handoff. */
export interface Found {
  readonly id: string;
  readonly status: string;
  readonly from: string | undefined;
  readonly contents: readonly unknown[];
  /** Its deadlines, where they are not told by its id. */
  readonly deadlines?: readonly Clock[];
}

/** Where in the rows of which desks a handoff stands. */
export interface Source {
  readonly desks: readonly string[];
  /** `clocks` are those that wait for the agency. */
  readonly items: (seen: Item, agency: string, clocks: readonly Clock[]) => readonly Found[];
}

/** Statuses of reports, referrals, orders … as the contract tells them. */
export const STATUSES: Readonly<Record<string, string>> = {
  pending: 'OPEN',
  sent: 'OPEN',
  issued: 'OPEN',
  served: 'OPEN',
  ordered: 'OPEN',
  raised: 'OPEN',
  referred: 'OPEN',
  'info-requested': 'INFORMATION_WANTED',
  accepted: 'ACCEPTED',
  triaged: 'ACCEPTED',
  'not-accepted': 'RETURNED',
  'handed-over': 'RETURNED',
  completed: 'COMPLETED',
  fulfilled: 'COMPLETED',
  returned: 'COMPLETED',
  replaced: 'ENDED',
  revoked: 'ENDED',
  withdrawn: 'ENDED',
  merged: 'ENDED',
  signed: 'OPEN',
  disputed: 'OPEN',
  done: 'COMPLETED',
  ended: 'ENDED',
  applied: 'OPEN',
  made: 'COMPLETED',
  rejected: 'COMPLETED',
  refused: 'COMPLETED',
  dropped: 'ENDED',
  expired: 'ENDED',
};

export const listed = (seen: Item, name: string) => (seen[name] ?? []) as readonly Item[];

/** Disposed of, or answered: what says so is no status. */
const done = ({ disposed, answeredAt }: Item) => disposed === true || answeredAt != null;

/** What is told of an item, by the names of its fields, beside its id. */
interface Telling {
  readonly from?: string;
  readonly contents?: readonly string[];
  /** Where a status means something else than in {@link STATUSES}. */
  readonly statuses?: Readonly<Record<string, string>>;
}

export function told(item: Item, { from, contents = [], statuses = {} }: Telling): Found {
  const status = item.status as string;
  return {
    id: item.id as string,
    status: done(item) ? 'COMPLETED' : (statuses[status] ?? STATUSES[status] ?? 'OPEN'),
    from: from === undefined ? undefined : (item[from] as string | undefined),
    contents: contents.map((name) => item[name]).filter((content) => content != null),
  };
}

/** The items of a list of which one field says that they were handed to the agency. */
export function source(
  list: string,
  at: readonly string[],
  addressed: (item: Item, agency: string, clocks: readonly Clock[]) => boolean,
  telling: Telling,
): Source {
  const items: Source['items'] = (seen, agency, clocks) =>
    listed(seen, list)
      .filter((item) => addressed(item, agency, clocks))
      .map((item) => told(item, telling));
  return { desks: at, items };
}

/**
 * What another agency's act has charged the agency with, for as long as one of these clocks waits for it; `list` has more to tell of
 * the clock's item.
 */
export function charged(
  names: readonly string[],
  at: readonly string[],
  telling: Telling & { readonly list?: string } = {},
): Source {
  const items: Source['items'] = (seen, _, clocks) => {
    const waiting = new Set(clocks.filter(({ clock }) => names.includes(clock)).map(({ item }) => item));
    const known = new Map(listed(seen, telling.list ?? '').map((item) => [item.id, item]));
    return [...waiting].map((id) => ({ ...told({ ...known.get(id), id }, telling), status: 'OPEN' }));
  };
  return { desks: at, items };
}
