import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

const anAdmonition = { zh: '尚未决定是否责令的训诫', en: 'admonition of yours still without a decision on an order' };

export interface DecideNoOrderInput {
  readonly findingId?: string;
  readonly note?: Sealed;
}

export interface NoOrderEvents {
  OrderNotNeeded: { readonly findingId: string; readonly note?: Sealed };
}

export const noOrderEvents: EventDeclarations<NoOrderEvents> = {
  OrderNotNeeded: { name: { zh: '决定不予责令', en: 'No order needed' } },
};

export const evolveNoOrder: Evolve<NoOrderEvents> = {
  OrderNotNeeded: (record, { findingId }) => ({ noOrder: [...record.noOrder, findingId] }),
};

/** Findings whose last admonition was not followed by an order yet, nor by the decision that none is needed. */
const open = ({ findings, admonitions, orders, noOrder }: CaseRecord, agency: string) =>
  findings.filter(({ id, by }) => {
    const last = admonitions.findLast(({ findingId }) => findingId === id);
    const followed = orders.some(({ findingId, issuedAt }) => findingId === id && issuedAt >= (last?.at ?? ''));
    return by === agency && last !== undefined && !followed && !noOrder.includes(id);
  });

/** 不予责令: ordering is 可以; the organ that admonished may decide that no order is needed. */
export const DecideNoOrder = command<DecideNoOrderInput>({
  name: { zh: '决定不予责令', en: 'Decide that no order is needed' },
  personal: { note: 'evidence' },
  emits: ['OrderNotNeeded'],
  guards: [needs(open, anAdmonition)],
  decide: ({ findingId, note }, record, { actor }) =>
    on(findingId, open(record, actor.agency.id), anAdmonition, ({ id }) => [
      { type: 'OrderNotNeeded', data: { findingId: id, note } },
    ]),
});
