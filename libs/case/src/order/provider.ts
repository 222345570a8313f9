import { handedTo } from '../clock/hand.over.ts';
import { type Context, command, needs, on } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { partyRefusal } from '../parties.ts';
import { type CaseRecord, isCounted } from '../record.ts';
import { anOrder } from './order.ts';

export interface DeclineProvisionInput {
  readonly orderId?: string;
  readonly because: Sealed;
}

export interface NameProviderInput {
  readonly orderId?: string;
  /** The agency that gives the guidance from now on, by id. */
  readonly provider: string;
}

export interface ProviderEvents {
  ProvisionDeclined: {
    readonly orderId: string;
    readonly provider: string;
    readonly because: Sealed;
    /** Running clocks of the guidance, with the dues they had, charged to the issuer until it names another. */
    readonly clocks: readonly ClockStart[];
  };
  ProviderNamed: { readonly orderId: string; readonly provider: string; readonly clocks: readonly ClockStart[] };
}

export const providerEvents: EventDeclarations<ProviderEvents> = {
  ProvisionDeclined: { name: { zh: '不承接家庭教育指导', en: 'Provision declined' } },
  ProviderNamed: { name: { zh: '另行指定承接机构', en: 'Provider named' } },
};

export const evolveProvider: Evolve<ProviderEvents> = {
  ProvisionDeclined: (record, { orderId }) => ({ orders: changed(record.orders, orderId, { provider: null }) }),
  ProviderNamed: (record, { orderId, provider }) => ({ orders: changed(record.orders, orderId, { provider }) }),
};

const provided = (record: CaseRecord, agency: string) =>
  record.orders.filter(({ provider, status }) => provider === agency && (status === 'served' || status === 'issued'));
const own = (record: CaseRecord, agency: string) =>
  record.orders.filter(({ issuer, status }) => issuer === agency && (status === 'served' || status === 'issued'));

/** The guidance itself; follow-up and term stay with the issuer. */
const GUIDANCE_CLOCK = 'ORDER_SESSION';

/** The guidance's clocks pass from one to the other. */
function guidanceTo(to: string, from: string, orderId: string, record: CaseRecord, context: Context) {
  return record.clocks
    .filter((clock) => clock.clock === GUIDANCE_CLOCK && clock.item === orderId && isCounted(clock))
    .filter(({ holder }) => holder === from && from !== to)
    .map((clock) => handedTo(to, clock, record, context));
}

/** 不承接: giving guidance is encouraged, not commanded (粤民发〔2024〕70号 二(三)7: 鼓励); the issuer then names another. */
export const DeclineProvision = command<DeclineProvisionInput>({
  name: { zh: '不承接家庭教育指导', en: 'Decline to give the guidance' },
  personal: { because: 'evidence' },
  emits: ['ProvisionDeclined'],
  guards: [needs(provided, anOrder)],
  decide: ({ orderId, because }, record, context) => {
    const provider = context.actor.agency.id;
    return on(orderId, provided(record, provider), anOrder, ({ id, issuer }) => [
      {
        type: 'ProvisionDeclined',
        data: { orderId: id, provider, because, clocks: guidanceTo(issuer, provider, id, record, context) },
      },
    ]);
  },
});

/** 指定承接机构: the issuer names who gives the guidance. */
export const NameProvider = command<NameProviderInput>({
  name: { zh: '指定承接机构', en: 'Name the provider' },
  personal: {},
  emits: ['ProviderNamed'],
  guards: [needs(own, anOrder)],
  decide: ({ orderId, provider }, record, context) =>
    partyRefusal({ provider }, record, context) ??
    on(orderId, own(record, context.actor.agency.id), anOrder, ({ id, provider: before, issuer }) => [
      {
        type: 'ProviderNamed',
        data: { orderId: id, provider, clocks: guidanceTo(provider, before ?? issuer, id, record, context) },
      },
    ]),
});
