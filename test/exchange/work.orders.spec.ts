import { flag, type People, people } from '../case.steps.ts';
import { type AgencySystem, eventsOf, type HandoffEvent } from './agency.system.ts';
import { type StandingExchange, standingExchange } from './standing.exchange.ts';

const SENDER = 'ca-441502';
const FIRST = 'hrss-441502';
const SECOND = 'cyl-441502';
const ARBITER = 'wccw-441502';

const child = { name: '王小雨', birthDate: '2015-05-02' };

let exchange: StandingExchange;
let who: People;
let systems: Readonly<Record<string, AgencySystem>>;
let caseId: string;
let key = 0;

const own = (agency: string) => systems[agency] as AgencySystem;
const envelope = () => {
  key += 1;
  return { idempotencyKey: `work-order-${key}`, caseId };
};

/** What an agency's system is told when it first asks, once it is told of a handoff of a kind. */
async function handed(agency: string, kind: string): Promise<HandoffEvent['handoff']> {
  const ofKind = ({ handoff }: HandoffEvent) => handoff.kind === `HANDOFF_KIND_${kind}`;
  const messages = await own(agency).read({}, (told) => eventsOf(told).some(ofKind));
  return eventsOf(messages).find(ofKind)?.handoff as HandoffEvent['handoff'];
}

beforeEach(async () => {
  const agencies = [SENDER, FIRST, SECOND, ARBITER];
  exchange = await standingExchange(agencies, 50);
  who = people(exchange.standing);
  systems = Object.fromEntries(agencies.map((id) => [id, exchange.system(id)]));
  ({ caseId } = await who.director.accepted('RaiseFlag', flag({ kind: 'HARDSHIP', child, facts: '事实密语' })));
  await who.affairs.accepted('TestEligibility', { caseId, hukouDivision: '360733', residenceSince: '2024-02-01' });
});
afterEach(() => exchange.close());

const service = { service: 'CITY_INTEGRATION', to: FIRST, need: '母亲求职。' };

describe('a service referral', () => {
  it('goes from system to system: sent, told with its deadline, signed for, accepted and completed', async () => {
    const sent = await own(SENDER).accepted('SubmitReferral', { envelope: envelope(), service });
    expect(sent.events).toEqual(['WorkOrderSent']);
    const order = await handed(FIRST, 'WORK_ORDER');
    expect(order).toMatchObject({
      ...{ caseId, status: 'HANDOFF_STATUS_OPEN', fromAgency: SENDER, contents: ['CITY_INTEGRATION', '母亲求职。'] },
      child: { name: '王小雨' },
    });
    expect((order.deadlines as { clock: string }[]).map(({ clock }) => clock)).toContain('WORKORDER_SIGN');
    expect(JSON.stringify(order)).not.toContain('密语');

    const signature = { envelope: envelope(), workOrderSignature: { workOrderId: order.id } };
    const signed = await own(FIRST).accepted('AcceptHandoff', signature);
    expect(signed.clocks?.map(({ clock }) => clock).toSorted()).toEqual(['WORKORDER_DONE', 'WORKORDER_SIGN']);
    expect((await own(FIRST).accepted('AcceptHandoff', signature)).repeated).toBe(true);
    const accepted = await own(FIRST).accepted('AcceptHandoff', { envelope: envelope(), workOrder: {} });
    expect(accepted.events).toEqual(['WorkOrderAccepted']);
    const result = 'WORK_ORDER_RESULT_PROVIDED';
    const done = await own(FIRST).accepted('CompleteHandoff', { envelope: envelope(), workOrder: { result } });
    expect(done.events).toEqual(['WorkOrderDone']);
    expect(await handed(FIRST, 'WORK_ORDER')).toMatchObject({ id: order.id, status: 'HANDOFF_STATUS_COMPLETED' });
  });

  it('comes back to its sender, is sent on, disputed, and ruled on by the arbiter’s system', async () => {
    await own(SENDER).accepted('SubmitReferral', { envelope: envelope(), service });
    const workOrder = { returnedBecause: 'RETURNED_BECAUSE_NOT_OUR_MATTER', note: '由团委组织。' };
    await own(FIRST).accepted('ReturnHandoff', { envelope: envelope(), workOrder });
    const back = await handed(SENDER, 'RETURNED_WORK_ORDER');
    expect(back).toMatchObject({ status: 'HANDOFF_STATUS_OPEN', fromAgency: FIRST });
    expect(back.contents).toEqual(['CITY_INTEGRATION', '母亲求职。', 'NOT_OUR_MATTER', '由团委组织。']);

    const serviceRerouting = { workOrderId: back.id, to: SECOND };
    await own(SENDER).accepted('SubmitReferral', { envelope: envelope(), serviceRerouting });
    await own(SECOND).accepted('ReturnHandoff', { envelope: envelope(), workOrder });
    await exchange.standing.stage.settled();
    const dispute = await handed(ARBITER, 'WORK_ORDER_DISPUTE');
    expect(dispute).toMatchObject({ id: back.id, contents: ['CITY_INTEGRATION'], child: {} });
    expect(JSON.stringify(dispute)).not.toMatch(/王小雨|求职/);
    const kept = await own(ARBITER).call('AcknowledgeHandoff', {
      ...{ caseId, handoffId: dispute.id, version: dispute.version },
    });
    expect(kept.answer).toEqual({ current: true });

    const workOrderRuling = { to: FIRST, note: '求职由人社牵头。' };
    const ruled = await own(ARBITER).accepted('CompleteHandoff', { envelope: envelope(), workOrderRuling });
    expect(ruled.events).toEqual(['WorkOrderRuled']);
    const again = await own(FIRST).call('ReturnHandoff', { envelope: envelope(), workOrder });
    expect(again.info?.reason).toBe('RULING_BINDS');
  });

  it('is refused as at the desk: with the clause, and kept in the audit stream', async () => {
    const strange = { ...service, service: 'HOUSING' };
    const refused = await own(SENDER).call('SubmitReferral', { envelope: envelope(), service: strange });
    expect(refused.info).toMatchObject({ reason: 'SERVICE_OF_OTHERS', metadata: { standing: 'seed' } });
    const powerless = await own(FIRST).call('SubmitReferral', { envelope: envelope(), service });
    expect(powerless.info?.reason).toBe('COMMAND_NOT_AT_THIS_DESK');
    const noted = (await exchange.standing.log()).filter(({ type }) => type === 'CommandRefused');
    expect(noted.map(({ stream }) => stream)).toEqual([`audit-${SENDER}`, `audit-${FIRST}`]);
  });

  it('lists the methods that do what is lawful next', async () => {
    await own(SENDER).accepted('SubmitReferral', { envelope: envelope(), service });
    const { answer } = await own(FIRST).call('GetLawfulNextSteps', { caseId });
    const methods = (answer.steps as { command: string; method: string }[]).map(({ command, method }) => [
      command,
      method,
    ]);
    expect(Object.fromEntries(methods)).toMatchObject({
      ...{ SignWorkOrder: 'AcceptHandoff', AcceptWorkOrder: 'AcceptHandoff', ReturnWorkOrder: 'ReturnHandoff' },
    });
  });
});
