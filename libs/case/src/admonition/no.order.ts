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

const open = (record: CaseRecord, agency: string) =>
  record.findings.filter(
    ({ id, by }) =>
      by === agency &&
      record.admonitions.some(({ findingId }) => findingId === id) &&
      !record.noOrder.includes(id) &&
      !record.orders.some(({ findingId }) => findingId === id),
  );

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
