import { dueAfter } from '#calendar';
import { yellowFrom } from '#policy';
import { type Context, command, needs, on } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { asStart, type CaseRecord, isCounted } from '../record.ts';
import { takerOf } from '../superior.ts';
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

/**
 * Time is charged to whoever holds the work: a running clock passes on with the due it has. What was overdue ends late with who
 * let it lapse, and whoever takes the work over has the whole interval.
 */
function handedTo(
  to: string,
  from: string,
  orderId: string,
  record: CaseRecord,
  context: Context,
): readonly ClockStart[] {
  const { calendar, occurredAt } = context;
  return record.clocks
    .filter((clock) => clock.clock === GUIDANCE_CLOCK && clock.item === orderId && isCounted(clock))
    .filter(({ holder }) => holder === from && from !== to)
    .map((clock): ClockStart => {
      const start = { ...asStart(clock), holder: to };
      if (clock.state !== 'overdue') return start;
      const rule = context.packOf(clock).clocks[clock.clock] ?? {};
      const end = dueAfter(occurredAt, clock.span, clock.roll, calendar);
      return { ...start, from: occurredAt, ...end, yellowAt: yellowFrom(rule, occurredAt, end.due) };
    });
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
        data: { orderId: id, provider, because, clocks: handedTo(issuer, provider, id, record, context) },
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
    takerOf(provider, context.directory)
      ? on(orderId, own(record, context.actor.agency.id), anOrder, ({ id, provider: before, issuer }) => [
          {
            type: 'ProviderNamed',
            data: { orderId: id, provider, clocks: handedTo(provider, before ?? issuer, id, record, context) },
          },
        ])
      : refuse('NO_SUCH_AGENCY', null, { agency: provider }),
});
