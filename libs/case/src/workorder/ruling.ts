import { systemOf } from '../clock/overseen.ts';
import { type Context, command, type Departure, isRefusal, needs, on, pick } from '../kernel/command.ts';
import { notClosed } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { aboveOf } from './send.ts';
import { notListed, receiverOf } from './service.ts';

const aDispute = { zh: '待本机构裁定的工单', en: 'work order that is yours to rule on' };
const below = { zh: '下级机构承办的工单', en: 'work order of an agency below yours' };

export interface RuleOnWorkOrderInput {
  readonly workOrderId?: string;
  /** Who does it from now on, by agency id. */
  readonly to: string;
  readonly note?: Sealed;
}

export interface ReassignWorkOrderInput {
  readonly workOrderId?: string;
  readonly to: string;
  readonly note?: Sealed;
}

const disputed = (record: CaseRecord, agency: string) =>
  record.workOrders.filter(({ arbiter, status }) => arbiter === agency && status === 'disputed');

/** 裁定承办单位: of a work order that went back too often; it binds, and the order is not returned any more. */
export const RuleOnWorkOrder = command<RuleOnWorkOrderInput>({
  name: { zh: '裁定承办单位', en: 'Rule who does a work order' },
  personal: { note: 'evidence' },
  emits: ['WorkOrderRuled'],
  guards: [notClosed, needs(disputed, aDispute)],
  decide({ workOrderId, to, note }, record, context) {
    return on(workOrderId, disputed(record, context.actor.agency.id), aDispute, ({ id, service }) => {
      const receiver = receiverOf(to, context.pack.services[service], context);
      if (isRefusal(receiver)) return receiver;
      return [
        { type: 'WorkOrderRuled', data: { workOrderId: id, to, superior: aboveOf(to, context.directory), note } },
      ];
    });
  },
});

/** Rules that are not law and that ruling so would depart from: the list names others for the service. */
export function rulingDepartures(
  { workOrderId, to }: RuleOnWorkOrderInput,
  record: CaseRecord,
  context: Context,
): readonly Departure[] {
  const order = pick(workOrderId, disputed(record, context.actor.agency.id), aDispute);
  return isRefusal(order) ? [] : notListed(order.service, to, context);
}

const ofMySystem = (record: CaseRecord, agency: string) =>
  record.workOrders.filter(
    ({ superior, status }) => superior === agency && ['sent', 'signed', 'accepted'].includes(status),
  );

/** 改派工单: by the organ above whoever has it, to another agency of the same system in its own area; it binds. */
export const ReassignWorkOrder = command<ReassignWorkOrderInput>({
  name: { zh: '改派工单', en: 'Reassign a work order' },
  personal: { note: 'evidence' },
  emits: ['WorkOrderReassigned'],
  guards: [notClosed, needs(ofMySystem, below)],
  decide({ workOrderId, to, note }, record, context) {
    const { type, id: own, division } = context.actor.agency;
    const agency = context.directory.get(to);
    const inSystem = agency && systemOf(agency.type) === systemOf(type) && agency.division.startsWith(division);
    const receiver = receiverOf(to, undefined, context);
    if (isRefusal(receiver)) return receiver;
    if (!inSystem) return refuse('OUTSIDE_YOUR_SYSTEM', null, { agency: to });
    return on(workOrderId, ofMySystem(record, own), below, ({ id, to: from }) =>
      from === to
        ? refuse('ALREADY_DONE', null, { item: { zh: '改派', en: 'reassignment' } })
        : [
            {
              type: 'WorkOrderReassigned',
              data: { workOrderId: id, from, to, superior: aboveOf(to, context.directory), note },
            },
          ],
    );
  },
});
