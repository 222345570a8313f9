import { flagged, type People, people, reported } from '../case.steps.ts';
import { VILLAGE } from '../standing.service.ts';
import { type AgencySystem, eventsOf, type HandoffEvent } from './agency.system.ts';
import { type StandingExchange, standingExchange } from './standing.exchange.ts';

const COMMITTEE = `rvc-${VILLAGE}`;
const POLICE = 'psb-441502';
const SUPERIOR = 'psb-4415';
const COURT = 'court-441502';

type Handoff = HandoffEvent['handoff'] & {
  readonly ways: readonly { readonly command: string; readonly method?: string; readonly part?: string }[];
};

let exchange: StandingExchange;
let who: People;
let key = 0;
const systems = new Map<string, AgencySystem>();
const own = (agency: string) => systems.get(agency) as AgencySystem;
const envelope = (caseId: string) => {
  key += 1;
  return { idempotencyKey: `way-${key}`, caseId };
};

beforeAll(async () => {
  const agencies = [COMMITTEE, POLICE, SUPERIOR, COURT];
  exchange = await standingExchange(agencies, 50);
  who = people(exchange.standing);
  for (const id of agencies) systems.set(id, exchange.system(id));
});
afterAll(() => exchange.close());

/** What an agency's system is told of a case when it first asks. */
async function handed(agency: string, kind: string, caseId: string): Promise<Handoff> {
  await exchange.standing.stage.settled();
  const one = ({ handoff }: HandoffEvent) => handoff.kind === `HANDOFF_KIND_${kind}` && handoff.caseId === caseId;
  const messages = await own(agency).read({}, (told) => eventsOf(told).some(one));
  return eventsOf(messages).find(one)?.handoff as Handoff;
}

const waysOf = ({ ways }: Handoff) => ways.map(({ command, method, part }) => [command, method, part]);

describe('a handoff says how it is dealt with, and', () => {
  it('a court’s system takes an application for a protection order, and makes the order', async () => {
    const caseId = await reported(who);
    await own(POLICE).accepted('AcceptHandoff', { envelope: envelope(caseId), report: {} });
    await who.police.accepted('ApplyProtectionOrder', { caseId, to: COURT, facts: '多次殴打。' });
    const application = await handed(COURT, 'PROTECTION_APPLICATION', caseId);
    expect(waysOf(application)).toEqual([
      ['AcceptProtectionApplication', 'AcceptHandoff', 'protection_application'],
      ['MakeProtectionOrder', 'CompleteHandoff', 'protection_order'],
      ['RejectProtectionOrder', 'CompleteHandoff', 'protection_rejection'],
    ]);
    const protectionId = application.id;
    const taken = { envelope: envelope(caseId), protectionApplication: { protectionId, urgent: true } };
    expect((await own(COURT).accepted('AcceptHandoff', taken)).events).toEqual(['ProtectionOrderApplicationAccepted']);
    const order = { protectionId, terms: '禁止实施家庭暴力。', months: 6 };
    const made = await own(COURT).accepted('CompleteHandoff', { envelope: envelope(caseId), protectionOrder: order });
    expect(made.events).toContain('ProtectionOrderMade');
    const done = await handed(COURT, 'PROTECTION_APPLICATION', caseId);
    expect([done.status, done.ways]).toEqual(['HANDOFF_STATUS_COMPLETED', undefined]);
    const helped = await handed(COMMITTEE, 'PROTECTION_ORDER', caseId);
    expect([helped.contents, helped.ways]).toEqual([['禁止实施家庭暴力。'], undefined]); // nothing but the receipt
  });

  it('a superior’s system decides on a request for more time', async () => {
    const caseId = await reported(who);
    await own(POLICE).accepted('AcceptHandoff', { envelope: envelope(caseId), report: {} });
    await who.police.accepted('OpenPublicSecurityCase', { caseId });
    await who.police.accepted('RequestExtension', { caseId, because: '案情复杂，须调取监控。' });
    const request = await handed(SUPERIOR, 'EXTENSION_REQUEST', caseId);
    expect(waysOf(request)).toEqual([['DecideExtension', 'CompleteHandoff', 'extension_decision']]);
    expect(request).toMatchObject({ fromAgency: POLICE, contents: ['PS_CASE_TERM', '案情复杂，须调取监控。'] });
    const extensionDecision = { extensionId: request.id, granted: false, note: '证据已足。' };
    const decided = await own(SUPERIOR).accepted('CompleteHandoff', { envelope: envelope(caseId), extensionDecision });
    expect(decided.events).toEqual(['ExtensionRefused']);
  });

  it('a committee’s system says that it dissuaded; it triages at its desk', async () => {
    const caseId = await flagged({ ...who, committee: who.director });
    const flag = await handed(COMMITTEE, 'FLAG', caseId);
    expect(waysOf(flag)).toEqual([
      ['TriageFlag', undefined, undefined],
      ['RecordDissuasion', 'CompleteHandoff', 'dissuasion'],
    ]);
    await who.committee.accepted('TriageFlag', { caseId, severity: 'NOT_SERIOUS', guardianFails: true });
    const dissuasion = { flagId: flag.id, told: '请安排成年人夜间照看。' };
    const told = await own(COMMITTEE).accepted('CompleteHandoff', { envelope: envelope(caseId), dissuasion });
    expect(told.events).toEqual(['DissuasionRecorded']);
  });
});
