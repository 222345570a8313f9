import { type Desk, desks } from '#desks';
import type { Item } from './handoff.ts';

/** What a row of a desk says of one handoff. */
export interface Found {
  readonly id: string;
  readonly status: string;
  readonly from: string | undefined;
  readonly contents: readonly unknown[];
}

/** Where in the rows of which desks a kind of handoff stands. */
export interface Source {
  readonly kind: string;
  readonly desks: readonly string[];
  readonly items: (seen: Item, agency: string) => readonly Found[];
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
};

const listed = (seen: Item, name: string) => (seen[name] ?? []) as readonly Item[];

/** Disposed of, or answered: what says so is no status. */
const done = ({ disposed, answeredAt }: Item) => disposed === true || answeredAt != null;

/** The items of a list of which one field says that they were handed to the agency. */
function source(
  kind: string,
  list: string,
  at: readonly string[],
  addressed: (item: Item, agency: string) => boolean,
  told: { readonly from?: string; readonly contents?: readonly string[] },
): Source {
  return {
    kind,
    desks: at,
    items: (seen, agency) =>
      listed(seen, list)
        .filter((item) => addressed(item, agency))
        .map((item) => ({
          id: item.id as string,
          status: done(item) ? 'COMPLETED' : (STATUSES[item.status as string] ?? 'OPEN'),
          from: told.from === undefined ? undefined : (item[told.from] as string | undefined),
          contents: (told.contents ?? []).map((name) => item[name]).filter((content) => content != null),
        })),
  };
}

const all = desks.map(({ name }: Desk) => name);
const elsewhere = all.filter((name) => name !== 'police');
const orderTold = { from: 'issuer' };

/** 补充材料: desks that list their own reports say it there; others list what is wanted of them alone. */
const wantedOfThePlace: Source = {
  kind: 'INFORMATION_REQUEST',
  desks: ['township', 'civil-affairs'],
  items: (seen) => {
    const contents = (seen.wanted ?? []) as readonly unknown[];
    if (contents.length === 0) return [];
    return [{ id: seen.id as string, status: 'INFORMATION_WANTED', from: undefined, contents }];
  },
};

/** Every kind of handoff and where it stands. */
export const SOURCES: readonly Source[] = [
  source('FLAG', 'flags', ['residents-committee'], ({ own }) => own === false, { contents: ['facts'] }),
  source('REPORT', 'reports', ['police'], () => true, { from: 'by', contents: ['facts', 'supplied'] }),
  source('INFORMATION_REQUEST', 'reports', elsewhere, ({ wanted }) => wanted != null, {
    from: 'to',
    contents: ['wanted'],
  }),
  wantedOfThePlace,
  source('PSYCHOLOGICAL_REFERRAL', 'referrals', ['psychological-service'], () => true, {
    from: 'from',
    contents: ['because'],
  }),
  source('REHABILITATION', 'rehab', ['psychological-service', 'service-agency'], ({ to }, agency) => to === agency, {}),
  source('GUIDANCE_ORDER', 'orders', ['service-agency'], () => true, orderTold),
  source('SCHOOL_RETURN', 'schooling', ['service-agency'], ({ by }, agency) => by !== agency, { from: 'by' }),
  source(
    'BREACH',
    'orders',
    ['police', 'procuratorate', 'court'],
    ({ issuer, breach }, agency) => issuer !== agency && breach === 'open',
    orderTold,
  ),
  source('COORDINATION', 'coordinations', all, () => true, { from: 'by', contents: ['task'] }),
  source('SUPERVISION', 'supervisions', all, () => true, { from: 'by', contents: ['clock', 'demand'] }),
];
