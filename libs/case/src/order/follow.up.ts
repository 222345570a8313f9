import { command, isRefusal, on, pick } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { anOrder, issuedHere } from './order.ts';

export interface RecordGuidanceSessionInput {
  readonly orderId?: string;
  readonly attended: boolean;
  readonly minutes?: number;
  readonly note?: Sealed;
}

export interface RecordFollowUpInput {
  readonly orderId?: string;
  readonly note: Sealed;
  /** The guardian was found to have missed a session. */
  readonly missedSession?: boolean;
}

export interface FulfilOrderInput {
  readonly orderId?: string;
  readonly note?: Sealed;
}

export interface FollowUpEvents {
  GuidanceSessionRecorded: {
    readonly orderId: string;
    readonly attended: boolean;
    readonly minutes?: number;
    readonly sessionEveryMonths: number | null;
    readonly note?: Sealed;
  };
  FollowUpRecorded: { readonly orderId: string; readonly note: Sealed };
  MissedSession: { readonly orderId: string };
}

export const followUpEvents: EventDeclarations<FollowUpEvents> = {
  GuidanceSessionRecorded: {
    name: { zh: '家庭教育指导已记录', en: 'Guidance session recorded' },
    looks: { attended: 'boolean', sessionEveryMonths: 'number' },
  },
  FollowUpRecorded: { name: { zh: '跟踪回访已记录', en: 'Follow-up recorded' } },
  MissedSession: { name: { zh: '缺席指导', en: 'Missed session' } },
};

export const evolveFollowUp: Evolve<FollowUpEvents> = {
  GuidanceSessionRecorded: (record, data) => {
    const order = record.orders.find(({ id }) => id === data.orderId);
    const sessions = (order?.sessions ?? 0) + (data.attended ? 1 : 0);
    const missed = (order?.missed ?? 0) + (data.attended ? 0 : 1);
    return { orders: changed(record.orders, data.orderId, { sessions, missed }) };
  },
  FollowUpRecorded: (record, data) => {
    const order = record.orders.find(({ id }) => id === data.orderId);
    return { orders: changed(record.orders, data.orderId, { followUps: (order?.followUps ?? 0) + 1 }) };
  },
  MissedSession: (record, data) => {
    const order = record.orders.find(({ id }) => id === data.orderId);
    return { orders: changed(record.orders, data.orderId, { missed: (order?.missed ?? 0) + 1 }) };
  },
};

/** 家庭教育指导记录: the provider named in the order, or its issuer, records a session, attended or missed. */
export const RecordGuidanceSession = command<RecordGuidanceSessionInput>({
  name: { zh: '记录家庭教育指导', en: 'Record a guidance session' },
  personal: { note: 'evidence' },
  emits: ['GuidanceSessionRecorded'],
  guards: [
    (record, { actor }) =>
      record.orders.some((order) => order.status === 'served' && gives(order, actor.agency.id))
        ? undefined
        : refuse('NO_SUCH_ITEM', null, { item: anOrder }),
  ],
  decide({ orderId, attended, minutes, note }, record, { actor }) {
    const own = record.orders.filter((order) => order.status === 'served' && gives(order, actor.agency.id));
    const order = pick(orderId, own, anOrder);
    if (isRefusal(order)) return order;
    const { id, sessionEveryMonths } = order;
    return [{ type: 'GuidanceSessionRecorded', data: { orderId: id, attended, minutes, sessionEveryMonths, note } }];
  },
});

function gives(order: { readonly provider: string | null; readonly issuer: string }, agency: string): boolean {
  return order.provider === agency || order.issuer === agency;
}

/** 跟踪落实: the issuer sees how the family fares under the order. */
export const RecordFollowUp = command<RecordFollowUpInput>({
  name: { zh: '记录跟踪回访', en: 'Record a follow-up' },
  personal: { note: 'evidence' },
  emits: ['FollowUpRecorded'],
  guards: [issuedHere('served')],
  decide({ orderId, note, missedSession = false }, record, { actor }) {
    const own = record.orders.filter(({ issuer, status }) => issuer === actor.agency.id && status === 'served');
    return on(orderId, own, anOrder, ({ id }) => [
      { type: 'FollowUpRecorded', data: { orderId: id, note } },
      ...(missedSession ? [{ type: 'MissedSession' as const, data: { orderId: id } }] : []),
    ]);
  },
});

/** 责令履行完毕: the issuer declares its order fulfilled; every clock of the order ends. */
export const FulfilOrder = command<FulfilOrderInput>({
  name: { zh: '确认责令履行完毕', en: 'Declare an order fulfilled' },
  personal: { note: 'evidence' },
  emits: ['OrderFulfilled'],
  guards: [issuedHere('served')],
  decide({ orderId, note }, record, { actor }) {
    const own = record.orders.filter(({ issuer, status }) => issuer === actor.agency.id && status === 'served');
    const order = pick(orderId, own, anOrder);
    if (isRefusal(order)) return order;
    return [{ type: 'OrderFulfilled', data: { orderId: order.id, findingId: order.findingId, note } }];
  },
});
