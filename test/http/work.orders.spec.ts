import { flagged, type People, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let housing: DeskClient;
let health: DeskClient;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  housing = new DeskClient(standing, 'hud-441502');
  health = new DeskClient(standing, 'health-441502');
});
afterAll(() => standing.close());

const MIGRANT = { hukouDivision: '360733', residenceSince: '2024-01-01' };
const ORDERS = 'query($id: ID!) { case(id: $id) { workOrders { id service title { zh } status need to { id } } } }';
interface Orders {
  readonly case: { readonly workOrders: readonly { readonly id: string; readonly need: string | null }[] } | null;
}

/** A migrant child, for whom housing is asked. */
async function asked(): Promise<string> {
  const caseId = await flagged(who, { child: { name: 'ZZ-child', birthDate: '2015-05-02' } });
  await who.affairs.accepted('TestEligibility', { caseId, ...MIGRANT });
  await who.affairs.accepted('SendWorkOrder', { caseId, service: 'HOUSING', to: 'hud-441502', need: 'ZZ-need' });
  return caseId;
}

describe('the service list', () => {
  it('names each item with its departments and its clause, and what goes another way', async () => {
    const query =
      '{ services { code title { zh } departments { zh } forMigrantChildren byPsychChannel cite { source clause quote } standing rule } }';
    const { services } = await who.affairs.sees<{ services: readonly { readonly code: string }[] }>(query, {});
    const by = (code: string) => services.find((one) => one.code === code);
    expect(by('HOUSING')).toEqual({
      code: 'HOUSING',
      title: { zh: '住房保障服务' },
      departments: [{ zh: '住房城乡建设部门' }],
      forMigrantChildren: true,
      byPsychChannel: false,
      cite: { source: expect.stringContaining('粤民发〔2024〕70号'), clause: '附件第9项', quote: '住房保障服务' },
      standing: 'seed',
      rule: 'guangdong/HOUSING',
    });
    expect(by('MENTAL_HEALTH')).toMatchObject({ byPsychChannel: true });
    expect(by('CULTURAL_LIFE')).toMatchObject({ rule: 'shanwei/CULTURAL_LIFE' });
    expect(by('OTHER')).toMatchObject({ forMigrantChildren: false, departments: [], standing: 'configured' });
  });
});

describe('a work order', () => {
  it('is there for the sender and whoever has it, and for nobody else at the same desk', async () => {
    const id = await asked();
    const sees = async (desk: DeskClient) => (await desk.sees<Orders>(ORDERS, { id })).case;
    expect((await sees(housing))?.workOrders).toMatchObject([
      { service: 'HOUSING', title: { zh: '住房保障服务' }, status: 'sent', need: 'ZZ-need', to: { id: 'hud-441502' } },
    ]);
    expect((await sees(who.affairs))?.workOrders).toMatchObject([{ need: 'ZZ-need' }]);
    expect(await sees(health)).toBeNull();
    await housing.accepted('SignWorkOrder', { caseId: id });
    await housing.accepted('ReturnWorkOrder', { caseId: id, returnedBecause: 'NOT_OUR_PLACE' });
    expect(await sees(housing)).toBeNull();
  });

  it('is signed, accepted, returned and completed by whoever has it alone', async () => {
    const caseId = await asked();
    for (const command of ['SignWorkOrder', 'AcceptWorkOrder'] as const) {
      expect((await health.outcome(command, { caseId })).code).toBe('NOT_FOUND');
      await housing.accepted(command, { caseId });
    }
    const result = { caseId, result: 'PROVIDED' };
    expect((await health.outcome('ReturnWorkOrder', { caseId, returnedBecause: 'OTHER' })).code).toBe('NOT_FOUND');
    expect((await health.outcome('CompleteWorkOrder', result)).code).toBe('NOT_FOUND');
    await housing.accepted('CompleteWorkOrder', result);
  });

  it('is sent on and withdrawn by its sender alone, ruled on by the arbiter alone, reassigned by no agency of the place', async () => {
    const caseId = await asked();
    expect((await housing.outcome('ReassignWorkOrder', { caseId, to: 'hud-441502' })).code).toBe('NO_SUCH_ITEM');
    expect((await who.overseer.outcome('RuleOnWorkOrder', { caseId, to: 'hud-441502' })).code).toBe('NO_SUCH_ITEM');
    const town = new DeskClient(standing, 'town-441502001');
    expect((await town.outcome('RerouteWorkOrder', { caseId, to: 'hrss-441502' })).code).toBe('NO_SUCH_ITEM');
    expect((await town.outcome('WithdrawWorkOrder', { caseId })).code).toBe('NO_SUCH_ITEM');
    await who.affairs.accepted('WithdrawWorkOrder', { caseId });
  });
});
