import type { Instant } from '#calendar';
import type { Bilingual } from '#policy';
import { type EventDeclarations, namesOf } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

/** Why a work order is returned (退回理由). */
export const RETURN_REASONS = {
  NOT_OUR_MATTER: { zh: '不属于本单位职责范围', en: 'Not a matter of this agency' },
  NOT_OUR_PLACE: { zh: '不属于本辖区', en: 'Not a matter of this place' },
  OTHER: { zh: '其他', en: 'Other' },
} as const satisfies Record<string, Bilingual>;
export type ReturnReason = keyof typeof RETURN_REASONS;

/** What came of a work order (办理结果). */
export const WORK_ORDER_RESULTS = {
  PROVIDED: { zh: '已提供服务', en: 'Provided' },
  NOT_ENTITLED: { zh: '不符合条件', en: 'Conditions not met' },
  NOT_WANTED: { zh: '家庭不需要', en: 'The family does not want it' },
} as const satisfies Record<string, Bilingual>;
export type WorkOrderResult = keyof typeof WORK_ORDER_RESULTS;

export interface WorkOrderReturn {
  readonly by: string;
  readonly at: Instant;
  readonly because: ReturnReason;
  /** Who it should go to, as the agency that returns it thinks. */
  readonly suggests: string | null;
  readonly note?: Sealed;
}

/**
 * A service referral as a work order (服务转介工单): a service agency is asked to provide what the service list names; the sender
 * follows up until it is done.
 */
export interface WorkOrder {
  readonly id: string;
  /** A service of the pack's list, by its code. */
  readonly service: string;
  readonly by: string;
  /** Who has it now: while it is returned, the sender; while it is disputed, the first receiver (首接单位). */
  readonly to: string;
  readonly first: string;
  /** `ended`: the care file was closed before it was done. */
  readonly status: 'sent' | 'signed' | 'accepted' | 'returned' | 'disputed' | 'done' | 'withdrawn' | 'ended';
  readonly sentAt: Instant;
  readonly need: Sealed;
  /** The time that the work order itself gives, in working days; null where it says nothing. */
  readonly days: number | null;
  readonly returns: readonly WorkOrderReturn[];
  /** Who rules on it; null unless it is disputed, or was. */
  readonly arbiter: string | null;
  /** It was ruled on, or reassigned: it is not returned any more. */
  readonly bound: boolean;
  /** The organ above whoever has it, within its own system; null where there is none, or the sender has it. */
  readonly superior: string | null;
  readonly result: WorkOrderResult | null;
}

/** An agency takes the work over. */
interface Passed {
  readonly workOrderId: string;
  readonly to: string;
  readonly superior: string | null;
}

export interface WorkOrderEvents {
  /** `need` the first time alone. */
  WorkOrderSent: Passed & { readonly service: string; readonly days: number | null; readonly need?: Sealed };
  WorkOrderSigned: { readonly workOrderId: string; readonly days: number | null };
  WorkOrderAccepted: { readonly workOrderId: string };
  WorkOrderReturned: {
    readonly workOrderId: string;
    readonly returnedBecause: ReturnReason;
    readonly suggests: string | null;
    /** As often as the pack lets it go back: the arbiter rules, and the first receiver has it until then. */
    readonly disputed: boolean;
    readonly arbiter: string | null;
    readonly days: number | null;
    readonly note?: Sealed;
  };
  WorkOrderRuled: Passed & { readonly note?: Sealed };
  WorkOrderReassigned: Passed & { readonly from: string; readonly note?: Sealed };
  WorkOrderDone: { readonly workOrderId: string; readonly result: WorkOrderResult; readonly note?: Sealed };
  WorkOrderWithdrawn: { readonly workOrderId: string; readonly note?: Sealed };
}

export const workOrderEvents: EventDeclarations<WorkOrderEvents> = {
  WorkOrderSent: { name: { zh: '工单已发出', en: 'Work order sent' } },
  WorkOrderSigned: { name: { zh: '工单已签收', en: 'Work order signed for' }, looks: { days: 'number' } },
  WorkOrderAccepted: { name: { zh: '工单已受理', en: 'Work order accepted' } },
  WorkOrderReturned: {
    name: { zh: '工单已退回', en: 'Work order returned' },
    looks: { disputed: 'boolean', returnedBecause: namesOf(RETURN_REASONS), days: 'number' },
  },
  WorkOrderRuled: { name: { zh: '已裁定承办单位', en: 'Ruled who does the work order' } },
  WorkOrderReassigned: { name: { zh: '工单已改派', en: 'Work order reassigned' } },
  WorkOrderDone: { name: { zh: '工单已办结', en: 'Work order done' }, looks: { result: namesOf(WORK_ORDER_RESULTS) } },
  WorkOrderWithdrawn: { name: { zh: '工单已撤回', en: 'Work order withdrawn' } },
};

const orders = (record: CaseRecord, id: string, change: Partial<WorkOrder>): Pick<CaseRecord, 'workOrders'> => ({
  workOrders: changed(record.workOrders, id, change),
});

export const evolveWorkOrder: Evolve<WorkOrderEvents> = {
  WorkOrderSent: (record, { workOrderId: id, service, to, days, need, superior }, meta) => {
    if (need === undefined) return orders(record, id, { to, superior, status: 'sent' });
    const begun = { first: to, status: 'sent', returns: [], arbiter: null, bound: false, result: null } as const;
    const by = meta.actor.agency.id;
    const sentAt = meta.occurredAt;
    return { workOrders: [...record.workOrders, { id, service, by, to, sentAt, need, days, superior, ...begun }] };
  },
  WorkOrderSigned: (record, { workOrderId }) => orders(record, workOrderId, { status: 'signed' }),
  WorkOrderAccepted: (record, { workOrderId }) => orders(record, workOrderId, { status: 'accepted' }),
  WorkOrderReturned: (record, { workOrderId, returnedBecause: because, suggests, disputed, arbiter, note }, meta) => {
    const order = record.workOrders.find(({ id }) => id === workOrderId);
    const back = { by: meta.actor.agency.id, at: meta.occurredAt, because, suggests, note };
    return orders(record, workOrderId, {
      to: disputed ? order?.first : order?.by,
      status: disputed ? 'disputed' : 'returned',
      returns: [...(order?.returns ?? []), back],
      arbiter,
      superior: null,
    });
  },
  WorkOrderRuled: (record, { workOrderId, to, superior }) =>
    orders(record, workOrderId, { to, superior, status: 'sent', bound: true }),
  WorkOrderReassigned: (record, { workOrderId, to, superior }) =>
    orders(record, workOrderId, { to, superior, status: 'sent', bound: true }),
  WorkOrderDone: (record, { workOrderId, result }) => orders(record, workOrderId, { status: 'done', result }),
  WorkOrderWithdrawn: (record, { workOrderId }) => orders(record, workOrderId, { status: 'withdrawn' }),
};

const OVER: readonly WorkOrder['status'][] = ['done', 'withdrawn', 'ended'];

export function isOpenWorkOrder({ status }: Pick<WorkOrder, 'status'>): boolean {
  return !OVER.includes(status);
}

/** What closing the care file leaves of its work orders: none is open any more. */
export function endedWithCase(workOrders: readonly WorkOrder[]): readonly WorkOrder[] {
  return workOrders.map((order) => (isOpenWorkOrder(order) ? { ...order, status: 'ended' } : order));
}
