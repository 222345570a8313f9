import { command, needs, on } from '../kernel/command.ts';
import { type EventDeclarations, namesOf } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { takerOf } from '../superior.ts';
import { anOrder, type Order } from './order.ts';

const aBreach = { zh: '已认定违反、尚未处置的责令', en: 'breached order of yours not yet dealt with' };

/** What an organ does about a breach. The breach by itself punishes nobody (家庭教育促进法 has no sanction for it). */
export const BREACH_DISPOSALS = {
  SECOND_ADMONITION: { zh: '再次训诫', en: 'Second admonition' },
  ANOTHER_ORDER: { zh: '另行责令', en: 'Another order' },
  GUARDIANSHIP_ASSESSMENT: { zh: '监护能力评估', en: 'Guardianship assessment' },
  REVOCATION: { zh: '申请撤销监护人资格', en: 'Application to revoke guardianship' },
  PUBLIC_SECURITY: { zh: '治安案件', en: 'Public-security case' },
  NO_FURTHER_ACTION: { zh: '不再处置', en: 'No further action' },
} as const;
export type BreachDisposal = keyof typeof BREACH_DISPOSALS;

export interface RecordBreachInput {
  readonly orderId?: string;
  readonly note: Sealed;
}

export interface EscalateBreachInput {
  readonly orderId?: string;
  /** The organ it goes to, by agency id. */
  readonly to: string;
  readonly note?: Sealed;
}

export interface DisposeBreachInput {
  readonly orderId?: string;
  readonly disposal: BreachDisposal;
  readonly note?: Sealed;
}

export interface ReplaceOrderInput {
  readonly orderId?: string;
  readonly note?: Sealed;
}

export interface BreachEvents {
  OrderBreached: { readonly orderId: string; readonly note: Sealed };
  BreachEscalated: { readonly orderId: string; readonly to: string; readonly note?: Sealed };
  BreachDisposed: { readonly orderId: string; readonly disposal: BreachDisposal; readonly note?: Sealed };
  OrderReplaced: { readonly orderId: string; readonly findingId: string; readonly note?: Sealed };
}

export const breachEvents: EventDeclarations<BreachEvents> = {
  OrderBreached: { name: { zh: '违反责令', en: 'Order breached' } },
  BreachEscalated: { name: { zh: '违反责令已移送', en: 'Breach escalated' } },
  BreachDisposed: {
    name: { zh: '违反责令已处置', en: 'Breach dealt with' },
    looks: { disposal: namesOf(BREACH_DISPOSALS) },
  },
  OrderReplaced: { name: { zh: '责令已被替代', en: 'Order replaced' } },
};

export const evolveBreach: Evolve<BreachEvents> = {
  OrderBreached: (record, { orderId }) => ({ orders: changed(record.orders, orderId, { breach: 'open' }) }),
  BreachEscalated: (record, { orderId, to }) => ({
    orders: changed(record.orders, orderId, { breach: 'escalated', escalatedTo: to }),
  }),
  BreachDisposed: (record, { orderId, disposal }) => {
    const { disposals = [] } = record.orders.find(({ id }) => id === orderId) ?? {};
    return { orders: changed(record.orders, orderId, { breach: 'disposed', disposals: [...disposals, disposal] }) };
  },
  OrderReplaced: (record, { orderId }) => ({ orders: changed(record.orders, orderId, { status: 'replaced' }) }),
};

const binding = (record: CaseRecord, agency: string) =>
  record.orders.filter(({ issuer, status }) => issuer === agency && status === 'served');
const intact = (record: CaseRecord, agency: string) =>
  binding(record, agency).filter(({ breach }) => breach !== 'open');
const breached = (record: CaseRecord, agency: string) =>
  binding(record, agency).filter(({ breach }) => breach === 'open');
const issued = (record: CaseRecord, agency: string): readonly Order[] =>
  record.orders.filter(({ issuer, status }) => issuer === agency && (status === 'served' || status === 'issued'));

/** 认定违反责令: the issuer finds its order breached; that escalates, and punishes nobody by itself. */
export const RecordBreach = command<RecordBreachInput>({
  name: { zh: '认定违反责令', en: 'Record a breach of an order' },
  personal: { note: 'evidence' },
  emits: ['OrderBreached'],
  guards: [needs(intact, anOrder)],
  decide: ({ orderId, note }, record, { actor }) =>
    on(orderId, intact(record, actor.agency.id), anOrder, ({ id }) => [
      { type: 'OrderBreached', data: { orderId: id, note } },
    ]),
});

/** 移送处置: the issuer takes the breach to another organ that admonishes and orders. */
export const EscalateBreach = command<EscalateBreachInput>({
  name: { zh: '移送违反责令', en: 'Escalate a breach' },
  personal: { note: 'evidence' },
  emits: ['BreachEscalated'],
  guards: [needs(breached, aBreach)],
  decide({ orderId, to, note }, record, { actor, directory }) {
    if (!takerOf(to, directory, ['PSB', 'PS', 'PROC', 'COURT']) || to === actor.agency.id) {
      return refuse('NO_SUCH_AGENCY', null, { agency: to });
    }
    return on(orderId, breached(record, actor.agency.id), aBreach, ({ id }) => [
      { type: 'BreachEscalated', data: { orderId: id, to, note } },
    ]);
  },
});

/** 处置违反责令: what the issuer does about it; a sanction is a decision of its own. */
export const DisposeBreach = command<DisposeBreachInput>({
  name: { zh: '处置违反责令', en: 'Deal with a breach' },
  personal: { note: 'evidence' },
  emits: ['BreachDisposed'],
  guards: [needs(breached, aBreach)],
  decide: ({ orderId, disposal, note }, record, { actor }) =>
    on(orderId, breached(record, actor.agency.id), aBreach, ({ id }) => [
      { type: 'BreachDisposed', data: { orderId: id, disposal, note } },
    ]),
});

/** 责令被替代: the issuer ends its order because another has taken its place; every clock of the order ends. */
export const ReplaceOrder = command<ReplaceOrderInput>({
  name: { zh: '以他令替代责令', en: 'End an order that another replaces' },
  personal: { note: 'evidence' },
  emits: ['OrderReplaced'],
  guards: [needs(issued, anOrder)],
  decide: ({ orderId, note }, record, { actor }) =>
    on(orderId, issued(record, actor.agency.id), anOrder, ({ id, findingId }) => [
      { type: 'OrderReplaced', data: { orderId: id, findingId, note } },
    ]),
});
