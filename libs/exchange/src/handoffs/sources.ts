import type { Clock } from '#case';
import { type Desk, desks } from '#desks';
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

/** Where in the rows of which desks a kind of handoff stands. */
export interface Source {
  readonly kind: string;
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

const listed = (seen: Item, name: string) => (seen[name] ?? []) as readonly Item[];

/** Disposed of, or answered: what says so is no status. */
const done = ({ disposed, answeredAt }: Item) => disposed === true || answeredAt != null;

/** What is told of an item, by the names of its fields, beside its id. */
interface Telling {
  readonly from?: string;
  readonly contents?: readonly string[];
  /** Where a status means something else than in {@link STATUSES}. */
  readonly statuses?: Readonly<Record<string, string>>;
}

function told(item: Item, { from, contents = [], statuses = {} }: Telling): Found {
  const status = item.status as string;
  return {
    id: item.id as string,
    status: done(item) ? 'COMPLETED' : (statuses[status] ?? STATUSES[status] ?? 'OPEN'),
    from: from === undefined ? undefined : (item[from] as string | undefined),
    contents: contents.map((name) => item[name]).filter((content) => content != null),
  };
}

/** The items of a list of which one field says that they were handed to the agency. */
function source(
  kind: string,
  list: string,
  at: readonly string[],
  addressed: (item: Item, agency: string, clocks: readonly Clock[]) => boolean,
  telling: Telling,
): Source {
  const items: Source['items'] = (seen, agency, clocks) =>
    listed(seen, list)
      .filter((item) => addressed(item, agency, clocks))
      .map((item) => told(item, telling));
  return { kind, desks: at, items };
}

/**
 * What another agency's act has charged the agency with, for as long as one of these clocks waits for it; `list` has more to tell of
 * the clock's item.
 */
function charged(
  kind: string,
  names: readonly string[],
  at: readonly string[],
  telling: Telling & { readonly list?: string } = {},
): Source {
  const items: Source['items'] = (seen, _, clocks) => {
    const waiting = new Set(clocks.filter(({ clock }) => names.includes(clock)).map(({ item }) => item));
    const known = new Map(listed(seen, telling.list ?? '').map((item) => [item.id, item]));
    return [...waiting].map((id) => ({ ...told({ ...known.get(id), id }, telling), status: 'OPEN' }));
  };
  return { kind, desks: at, items };
}

const all = desks.map(({ name }: Desk) => name);
const elsewhere = all.filter((name) => name !== 'police');
const noService = all.filter((name) => name !== 'service-agency');
const noReceiver = elsewhere.filter((name) => name !== 'psychological-service');
const inRehab = ['township', 'psychological-service', 'civil-affairs', 'service-agency'];
const orderTold = { from: 'issuer' };

/** 补充材料: desks that list their own reports say it there; others list what is wanted of them alone. */
const wantedOfThePlace: Source = {
  kind: 'INFORMATION_REQUEST',
  desks: ['township', 'civil-affairs'],
  items: (seen, _, clocks) => {
    const contents = (seen.wanted ?? []) as readonly unknown[];
    if (contents.length === 0) return [];
    const deadlines = clocks.filter(({ clock }) => clock === 'RETURN_FOR_INFO_SUPPLY');
    return [{ id: seen.id as string, status: 'INFORMATION_WANTED', from: undefined, contents, deadlines }];
  },
};

/** Another's flag, or one of the committee's own on which it is to dissuade, whoever triaged it. */
const flagHandedOver = ({ id, own }: Item, _: string, clocks: readonly Clock[]) =>
  own === false || clocks.some(({ clock, item }) => clock === 'DISSUADE' && item === id);

const takeWorkOrders = ['township', 'civil-affairs', 'service-agency'];

/** 退回的工单: with its sender it is open work, and why it came back is told. */
const returnedWorkOrders: Source = {
  kind: 'RETURNED_WORK_ORDER',
  desks: takeWorkOrders,
  items: (seen, agency) =>
    listed(seen, 'workOrders')
      .filter(({ by, to }) => by === agency && to === agency)
      .map((order) => {
        const { by, because, note } = (order.returns as readonly Item[]).at(-1) ?? {};
        const statuses = { returned: 'OPEN' };
        const telling = { from: 'back', contents: ['service', 'need', 'because', 'note'], statuses };
        return told({ ...order, back: by, because, note }, telling);
      }),
};

/** Every kind of handoff and where it stands. */
export const SOURCES: readonly Source[] = [
  source('FLAG', 'flags', ['residents-committee'], flagHandedOver, { contents: ['facts'] }),
  charged('FLAG', ['TRIAGE', 'DISSUADE'], ['township'], { list: 'flags', contents: ['facts'] }), // of a village without a committee
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
  charged('RETURNED_REFERRAL', ['PSYCH_REROUTE'], noReceiver, { list: 'referrals', from: 'to' }),
  charged('RETURNED_REFERRAL', ['PSYCH_REROUTE'], ['psychological-service'], { list: 'sent', from: 'to' }),
  source('REHABILITATION', 'rehab', inRehab, ({ to }, agency) => to === agency, {}),
  source('GUIDANCE_ORDER', 'orders', ['service-agency'], () => true, orderTold),
  charged('GUIDANCE_ORDER', ['ORDER_SESSION'], noService, orderTold), // an organ that was named for the guidance is shown its time alone
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
  charged('SUPERVISION', ['SUPERVISION_ANSWER'], ['oversight']), // a superior that is itself supervised: its desk lists clocks alone
  charged('WITHDRAWAL', ['WITHDRAW_REVIEW'], ['township']),
  source('WORK_ORDER', 'workOrders', takeWorkOrders, ({ by, to }, agency) => to === agency && by !== agency, {
    from: 'by',
    contents: ['service', 'need'],
  }),
  returnedWorkOrders,
  charged('WORK_ORDER_DISPUTE', ['WORKORDER_RULING'], ['oversight'], { list: 'workOrders', contents: ['service'] }),
  charged('EXTENSION_REQUEST', ['EXTENSION_DECIDE'], all, {
    list: 'extensions',
    from: 'by',
    contents: ['clock', 'because'],
  }),
  charged('JURISDICTION_DISPUTE', ['JURISDICTION_DESIGNATE'], all, { list: 'disputes', from: 'by' }),
  source('SPLIT_REQUEST', 'splits', ['police'], () => true, {
    from: 'by',
    contents: ['because'],
    statuses: { split: 'COMPLETED' },
  }),
  charged('REASON_REQUEST', ['NO_FILING_REASON'], ['police']),
  charged('FILING_NOTICE', ['FILE_ON_NOTICE'], ['police']),
  charged('CAUTION', ['WARNING_VISIT'], ['residents-committee']), // a committee elsewhere, to which the flag went, sees the visit alone
  source('CAUTION', 'cautions', ['residents-committee'], () => true, { contents: ['text'] }),
  source('NOTICE', 'notices', all, ({ to }, agency) => to === agency, { from: 'by', contents: ['facts'] }),
  charged('HUKOU_REQUEST', ['X_PROV_TOWN', 'X_PROV_COUNTY'], ['township', 'civil-affairs'], {
    list: 'hukou',
    from: 'by',
    contents: ['category', 'papers'],
  }),
  charged('HUKOU_DECISION', ['X_PROV_NOTIFY'], ['township', 'civil-affairs'], {
    list: 'hukou',
    from: 'county',
    contents: ['category', 'because'],
  }),
  source('PROTECTION_APPLICATION', 'protections', ['court'], ({ court }, agency) => court === agency, {
    from: 'by',
    contents: ['facts'],
  }),
  source(
    'PROTECTION_ORDER',
    'protections',
    ['police', 'residents-committee'],
    ({ by, status, terms }, agency) => by !== agency && status !== 'applied' && terms != null,
    { from: 'court', contents: ['terms'], statuses: { made: 'OPEN' } },
  ),
  charged('REVOCATION_GROUND', ['REVOCATION_BACKSTOP'], ['civil-affairs'], {
    list: 'revocations',
    from: 'by',
    contents: ['grounds'],
  }),
  source('REVOCATION_APPLICATION', 'revocations', ['court'], ({ court }, agency) => court === agency, {
    from: 'applicant',
    contents: ['grounds'],
    statuses: { revoked: 'COMPLETED' },
  }),
];
