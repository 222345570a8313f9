import type { Instant } from '#calendar';
import type { CaseEvent } from '../case.ts';
import { binds, command, departure, type Guard, isRefusal, listed, needs, pick } from '../kernel/command.ts';
import { type EventDeclarations, namesOf } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { partyRefusal } from '../parties.ts';
import type { CaseRecord } from '../record.ts';
import type { BreachDisposal } from './breach.ts';

/** The four kinds of order on a guardian (责令类文书). Who may issue which is for the pack. */
export const ORDER_TYPES = {
  GUIDANCE: { zh: '责令接受家庭教育指导', en: 'Order to take family-education guidance' },
  SUPERVISORY_GUARDIANSHIP: { zh: '督促监护令', en: 'Supervisory guardianship order' },
  FAMILY_EDUCATION_GUIDANCE: { zh: '家庭教育指导令', en: 'Family-education guidance order' },
  URGE_GUIDANCE: { zh: '督促接受家庭教育指导令', en: 'Order urging family-education guidance' },
} as const;
export type OrderType = keyof typeof ORDER_TYPES;

/** An order on the guardian, with its term, provider and how far it has come. */
export interface Order {
  readonly id: string;
  readonly type: OrderType;
  readonly findingId: string;
  readonly issuer: string;
  readonly provider: string | null;
  readonly termMonths: number | null;
  readonly sessionEveryMonths: number | null;
  readonly issuedAt: Instant;
  readonly servedAt: Instant | null;
  readonly sessions: number;
  readonly missed: number;
  readonly followUps: number;
  readonly status: 'issued' | 'served' | 'fulfilled' | 'replaced' | 'revoked';
  readonly breach?: 'open' | 'escalated' | 'disposed';
  /** What was done about its breaches, one after the other. */
  readonly disposals?: readonly BreachDisposal[];
  /** The organ that a breach was taken to. */
  readonly escalatedTo?: string;
  readonly review?: 'asked' | 'upheld' | 'revoked';
}

export interface IssueOrderInput {
  readonly findingId?: string;
  readonly orderType: OrderType;
  /** Months; the pack's default where the order says nothing. */
  readonly termMonths?: number;
  /** One session every so many months. */
  readonly sessionEveryMonths?: number;
  /** The agency that gives the guidance, by id. */
  readonly provider?: string;
  /** Served on the guardian at once (当场送达); true unless said otherwise. */
  readonly served?: boolean;
}

export interface ServeOrderInput {
  readonly orderId?: string;
}

export interface OrderEvents {
  OrderIssued: {
    readonly orderId: string;
    readonly findingId: string;
    readonly orderType: OrderType;
    readonly termMonths: number | null;
    readonly sessionEveryMonths: number | null;
    readonly provider: string | null;
  };
  OrderServed: {
    readonly orderId: string;
    readonly orderType: OrderType;
    readonly termMonths: number | null;
    readonly sessionEveryMonths: number | null;
  };
  OrderFulfilled: { readonly orderId: string; readonly findingId: string; readonly note?: Sealed };
}

export const orderEvents: EventDeclarations<OrderEvents> = {
  OrderIssued: { name: { zh: '已责令', en: 'Order issued' }, looks: { orderType: namesOf(ORDER_TYPES) } },
  OrderServed: {
    name: { zh: '文书已送达', en: 'Order served' },
    looks: { orderType: namesOf(ORDER_TYPES), termMonths: 'number', sessionEveryMonths: 'number' },
  },
  OrderFulfilled: { name: { zh: '责令已履行', en: 'Order fulfilled' } },
};

export const evolveOrder: Evolve<OrderEvents> = {
  OrderIssued: (record, data, meta) => ({
    orders: [
      ...record.orders,
      {
        id: data.orderId,
        type: data.orderType,
        findingId: data.findingId,
        issuer: meta.actor.agency.id,
        provider: data.provider,
        termMonths: data.termMonths,
        sessionEveryMonths: data.sessionEveryMonths,
        issuedAt: meta.occurredAt,
        servedAt: null,
        sessions: 0,
        missed: 0,
        followUps: 0,
        status: 'issued',
      },
    ],
  }),
  OrderServed: (record, data, meta) => ({
    orders: changed(record.orders, data.orderId, { status: 'served', servedAt: meta.occurredAt }),
  }),
  OrderFulfilled: (record, data) => ({ orders: changed(record.orders, data.orderId, { status: 'fulfilled' }) }),
};

const aFinding = { zh: '已训诫的认定', en: 'finding of yours that was admonished' };
export const anOrder = { zh: '责令', en: 'order' };

/** Orders that still bind: issued or served, and not ended. */
export function openOrders(record: CaseRecord): readonly Order[] {
  return record.orders.filter(({ status }) => status === 'issued' || status === 'served');
}

/** An order of that type stands upon the finding already, and no breach of it has called for another (另行责令). */
function stands(record: CaseRecord, findingId: string, type: string): boolean {
  return openOrders(record).some(
    (order) => order.findingId === findingId && order.type === type && !order.disposals?.includes('ANOTHER_ORDER'),
  );
}

/** Findings that an organ may order upon: its own, once admonished, and those whose breach was taken to it. */
function grounds(record: CaseRecord, agency: string) {
  const taken = new Set(
    record.orders.filter(({ escalatedTo }) => escalatedTo === agency).map(({ findingId }) => findingId),
  );
  return record.findings.filter(
    ({ id, by }) => taken.has(id) || (by === agency && record.admonitions.some(({ findingId }) => findingId === id)),
  );
}

/** The guardian has refused guidance, or failed again after it (拒不接受或者接受后仍不依法履行). */
export function refusedOrFailed(record: CaseRecord): boolean {
  return record.orders.some(({ breach, missed }) => breach !== undefined || missed > 0);
}

/** 责令: with or after the admonition, its organ may order the guardian to take guidance (可以责令其接受家庭教育指导). */
export const IssueOrder = command<IssueOrderInput>({
  name: { zh: '责令接受家庭教育指导', en: 'Order family-education guidance' },
  personal: {},
  emits: ['OrderIssued'],
  guards: [
    (record, { actor, pack }) => {
      const those = grounds(record, actor.agency.id);
      if (those.length === 0) return refuse('NO_SUCH_ITEM', null, { item: aFinding });
      const types = Object.keys(ORDER_TYPES).filter((type) => type in pack.orders);
      return those.some(({ id }) => types.some((type) => !stands(record, id, type)))
        ? undefined
        : refuse('ALREADY_DONE', null, { item: anOrder });
    },
  ],
  decide(input, record, context) {
    const { actor, pack, newId } = context;
    const type = ORDER_TYPES[input.orderType];
    const rule = pack.orders[input.orderType];
    if (!rule) return refuse('NO_SUCH_ORDER', null, { order: type });
    if (!rule.issuers.includes(actor.agency.type)) {
      const refusal = binds(rule)
        ? refuse('ACTOR_NOT_AUTHORISED', rule, { allowed: listed(rule.issuers) })
        : departure(`orders.${input.orderType}`, rule, context);
      if (refusal) return refusal;
    }
    if (rule.requires && !refusedOrFailed(record)) {
      const basis = { cite: rule.requires.cite, standing: rule.requires.standing };
      const refusal = departure(`orders.${input.orderType}.requires`, basis, context);
      if (refusal) return refusal;
    }
    const finding = pick(input.findingId, grounds(record, actor.agency.id), aFinding);
    if (isRefusal(finding)) return finding;
    if (stands(record, finding.id, input.orderType)) {
      return refuse('ALREADY_DONE', null, { item: type });
    }
    const unfit = partyRefusal({ provider: input.provider }, record, context);
    if (unfit) return unfit;
    const orderId = newId();
    const { orderType, termMonths = null, sessionEveryMonths = null, provider = null } = input;
    const issued: CaseEvent = {
      type: 'OrderIssued',
      data: { orderId, findingId: finding.id, orderType, termMonths, sessionEveryMonths, provider },
    };
    if (input.served === false) return [issued];
    return [issued, { type: 'OrderServed', data: { orderId, orderType, termMonths, sessionEveryMonths } }];
  },
});

const ownIn =
  (...states: readonly Order['status'][]) =>
  (record: CaseRecord, agency: string) =>
    record.orders.filter(({ issuer, status }) => issuer === agency && states.includes(status));
const ENDED = ['fulfilled', 'replaced', 'revoked'] as const;

/** Only the organ that issued an order serves it, follows it up and ends it. */
export const issuedHere = (state: 'issued' | 'served'): Guard =>
  needs(ownIn(state), anOrder, state === 'issued' ? ownIn('served', ...ENDED) : ownIn(...ENDED));

/** 送达: the order reaches the guardian; its term and its sessions count from here. */
export const ServeOrder = command<ServeOrderInput>({
  name: { zh: '送达责令文书', en: 'Serve an order' },
  personal: {},
  emits: ['OrderServed'],
  guards: [issuedHere('issued')],
  decide({ orderId }, record, { actor }) {
    const order = pick(orderId, ownIn('issued')(record, actor.agency.id), anOrder);
    if (isRefusal(order)) return order;
    const { id, type, termMonths, sessionEveryMonths } = order;
    return [{ type: 'OrderServed', data: { orderId: id, orderType: type, termMonths, sessionEveryMonths } }];
  },
});
