import type { CaseEvent } from '../case.ts';
import { lapsed, windowDepartures } from '../clock/window.ts';
import {
  binds,
  type Context,
  command,
  type Departure,
  type Guard,
  isRefusal,
  needs,
  on,
  pick,
} from '../kernel/command.ts';
import { notClosed } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import type { ReturnReason, WorkOrder, WorkOrderResult } from './workorder.ts';

const toSign = { zh: '待本机构签收的工单', en: 'work order that waits for your signature' };
const toAccept = { zh: '待本机构受理的工单', en: 'work order that your agency could accept' };
const toReturn = { zh: '可退回的工单', en: 'work order that could be returned' };
const toDo = { zh: '本机构承办的工单', en: 'work order that your agency has signed for' };

/** The window in which a work order is returned. */
const WINDOW = 'WORKORDER_RETURN';

export interface SignWorkOrderInput {
  readonly workOrderId?: string;
}

export interface AcceptWorkOrderInput {
  readonly workOrderId?: string;
}

export interface ReturnWorkOrderInput {
  readonly workOrderId?: string;
  readonly returnedBecause: ReturnReason;
  /** Who it should go to, by agency id. */
  readonly suggests?: string;
  readonly note?: Sealed;
}

export interface CompleteWorkOrderInput {
  readonly workOrderId?: string;
  readonly result: WorkOrderResult;
  readonly note?: Sealed;
}

const having =
  (...statuses: readonly WorkOrder['status'][]) =>
  (record: CaseRecord, agency: string): readonly WorkOrder[] =>
    record.workOrders.filter(({ to, status }) => to === agency && statuses.includes(status));

const unsigned = having('sent');
const undecided = having('sent', 'signed');
const inHand = having('signed', 'accepted', 'disputed');
const returnable = (record: CaseRecord, agency: string) => undecided(record, agency).filter(({ bound }) => !bound);

const signed = ({ id, days }: WorkOrder): CaseEvent => ({ type: 'WorkOrderSigned', data: { workOrderId: id, days } });

/** 签收工单: the time to do it counts from here. */
export const SignWorkOrder = command<SignWorkOrderInput>({
  name: { zh: '签收工单', en: 'Sign for a work order' },
  personal: {},
  emits: ['WorkOrderSigned'],
  guards: [notClosed, needs(unsigned, toSign, having('signed', 'accepted', 'done'))],
  decide: ({ workOrderId }, record, { actor }) =>
    on(workOrderId, unsigned(record, actor.agency.id), toSign, (order) => [signed(order)]),
});

/** 受理工单: it is the agency's own matter, and is not returned any more; whoever accepts has signed. */
export const AcceptWorkOrder = command<AcceptWorkOrderInput>({
  name: { zh: '受理工单', en: 'Accept a work order' },
  personal: {},
  emits: ['WorkOrderAccepted'],
  guards: [notClosed, needs(undecided, toAccept, having('accepted', 'done'))],
  decide: ({ workOrderId }, record, { actor }) =>
    on(workOrderId, undecided(record, actor.agency.id), toAccept, (order) => [
      ...(order.status === 'sent' ? [signed(order)] : []),
      { type: 'WorkOrderAccepted', data: { workOrderId: order.id } },
    ]),
});

const mayReturn: Guard = (record, { actor }) => {
  if (returnable(record, actor.agency.id).length > 0) return undefined;
  const bound = undecided(record, actor.agency.id).length > 0;
  return bound ? refuse('RULING_BINDS') : refuse('NO_SUCH_ITEM', null, { item: toReturn });
};

/** What returning it late departs from (逾期未退): a window that is no law warns, and takes a reason. */
export function returnDepartures(
  { workOrderId }: ReturnWorkOrderInput,
  record: CaseRecord,
  context: Context,
): readonly Departure[] {
  const order = pick(workOrderId, returnable(record, context.actor.agency.id), toReturn);
  return isRefusal(order) ? [] : windowDepartures(WINDOW, order.id, record, context);
}

/**
 * 退回工单: not the agency's own matter, within the window. It goes back to the sender; as often as the pack says, it goes to
 * the arbiter instead, and until that rules the first receiver has it (首接负责).
 */
export const ReturnWorkOrder = command<ReturnWorkOrderInput>({
  name: { zh: '退回工单', en: 'Return a work order' },
  personal: { note: 'evidence' },
  emits: ['WorkOrderReturned'],
  guards: [notClosed, mayReturn],
  decide({ workOrderId, returnedBecause, suggests = null, note }, record, context) {
    const { actor, directory, pack } = context;
    if (suggests !== null && !directory.get(suggests)) return refuse('NO_SUCH_AGENCY', null, { agency: suggests });
    const own = undecided(record, actor.agency.id);
    if (own.some(({ id, bound }) => id === workOrderId && bound)) return refuse('RULING_BINDS');
    return on(workOrderId, returnable(record, actor.agency.id), toReturn, (order) => {
      const window = lapsed(WINDOW, order.id, record, context);
      if (window && binds(window)) return refuse('TOO_LATE_TO_RETURN', window);
      const rule = pack.workOrders;
      const often = rule !== undefined && order.returns.length + 1 >= rule.returns;
      const arbiter = (often && directory.nearest(rule.arbiter, record.division)?.id) || null;
      const { id, days } = order;
      const data = { workOrderId: id, returnedBecause, suggests, disputed: arbiter !== null, arbiter, days, note };
      return [{ type: 'WorkOrderReturned', data }];
    });
  },
});

/** 办结工单: what came of it; the first receiver may do it while the dispute is still undecided. */
export const CompleteWorkOrder = command<CompleteWorkOrderInput>({
  name: { zh: '办结工单', en: 'Complete a work order' },
  personal: { note: 'evidence' },
  emits: ['WorkOrderDone'],
  guards: [notClosed, needs(inHand, toDo, having('done'))],
  decide: ({ workOrderId, result, note }, record, { actor }) =>
    on(workOrderId, inHand(record, actor.agency.id), toDo, ({ id }) => [
      { type: 'WorkOrderDone', data: { workOrderId: id, result, note } },
    ]),
});
