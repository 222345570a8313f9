import { type Context, command, type Decision, type Directory, isRefusal, needs, on } from '../kernel/command.ts';
import { notClosed } from '../kernel/guards.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { superiorOf } from '../superior.ts';
import { receiverOf, serviceOf } from './service.ts';
import { isOpenWorkOrder } from './workorder.ts';

const returned = { zh: '退回本机构的工单', en: 'work order that came back to your agency' };
const open = { zh: '本机构发出的未办结工单', en: 'open work order of your agency' };

export interface SendWorkOrderInput {
  /** A service of the list of the place, by its code. */
  readonly service: string;
  /** Who is to provide it, by agency id. */
  readonly to: string;
  readonly need: Sealed;
  /** 办理时限: working days that the work order itself gives; left out, what the pack says. */
  readonly days?: number;
}

export interface RerouteWorkOrderInput {
  readonly workOrderId?: string;
  readonly to: string;
}

export interface WithdrawWorkOrderInput {
  readonly workOrderId?: string;
  readonly note?: Sealed;
}

/** The organ above an agency that would move work within its own system. */
export function aboveOf(to: string, directory: Directory): string | null {
  const agency = directory.get(to);
  return (agency && superiorOf(agency, directory)?.id) ?? null;
}

/**
 * 服务转介: the service list of the place says what there is, for whom, and who provides it. It is for migrant children; what
 * protects any minor (flag, report, order, psychological emergency) is no service and asks for none.
 */
export const SendWorkOrder = command<SendWorkOrderInput>({
  name: { zh: '转介服务（发出工单）', en: 'Refer to a service (send a work order)' },
  personal: { need: 'evidence' },
  emits: ['WorkOrderSent'],
  guards: [notClosed],
  decide({ service: code, to, need, days = null }, record, context) {
    const service = serviceOf(code, record, context);
    if (isRefusal(service)) return service;
    const receiver = receiverOf(to, service, context);
    if (isRefusal(receiver)) return receiver;
    const superior = aboveOf(to, context.directory);
    const data = { workOrderId: context.newId(), service: code, to, superior, days, need };
    return [{ type: 'WorkOrderSent', data }];
  },
});

const back = (record: CaseRecord, agency: string) =>
  record.workOrders.filter(({ by, status }) => by === agency && status === 'returned');
const mine = (record: CaseRecord, agency: string) =>
  record.workOrders.filter((order) => order.by === agency && isOpenWorkOrder(order));

function sentOn({ workOrderId, to }: RerouteWorkOrderInput, record: CaseRecord, context: Context): Decision {
  return on(workOrderId, back(record, context.actor.agency.id), returned, ({ id, service: code, days }) => {
    // what was listed when it was sent may be listed no longer: then whoever can take it may have it
    const receiver = receiverOf(to, context.pack.services[code], context);
    if (isRefusal(receiver)) return receiver;
    const superior = aboveOf(to, context.directory);
    return [{ type: 'WorkOrderSent', data: { workOrderId: id, service: code, to, superior, days } }];
  });
}

/** 另行转派: after a return the sender names the next, or the same again; the time since it came back is the sender's. */
export const RerouteWorkOrder = command<RerouteWorkOrderInput>({
  name: { zh: '另行转派工单', en: 'Send a returned work order on' },
  personal: {},
  emits: ['WorkOrderSent'],
  guards: [notClosed, needs(back, returned)],
  decide: sentOn,
});

/** 撤回工单: the service is not needed any more. */
export const WithdrawWorkOrder = command<WithdrawWorkOrderInput>({
  name: { zh: '撤回工单', en: 'Withdraw a work order' },
  personal: { note: 'evidence' },
  emits: ['WorkOrderWithdrawn'],
  guards: [notClosed, needs(mine, open)],
  decide: ({ workOrderId, note }, record, { actor }) =>
    on(workOrderId, mine(record, actor.agency.id), open, ({ id }) => [
      { type: 'WorkOrderWithdrawn', data: { workOrderId: id, note } },
    ]),
});
