import { flag, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { VILLAGE } from '../standing.service.ts';
import { type AgencySystem, eventsOf, type HandoffEvent } from './agency.system.ts';
import { type StandingExchange, standingExchange } from './standing.exchange.ts';

const POLICE = 'psb-441502';

let exchange: StandingExchange;
let system: AgencySystem;
let one: string;
let other: string;

/** What the police system is told when it first asks, once it is told of a handoff of a kind in a case. */
async function handed(kind: string, caseId: string, count = 1): Promise<readonly HandoffEvent['handoff'][]> {
  const ofKind = ({ handoff }: HandoffEvent) => handoff.kind === `HANDOFF_KIND_${kind}` && handoff.caseId === caseId;
  const messages = await system.read({}, (told) => eventsOf(told).filter(ofKind).length >= count);
  return eventsOf(messages)
    .filter(ofKind)
    .map(({ handoff }) => handoff);
}

beforeEach(async () => {
  exchange = await standingExchange([POLICE], 50);
  system = exchange.system(POLICE);
  const { standing } = exchange;
  const { committee } = people(standing);
  const township = new DeskClient(standing, `town-${VILLAGE.slice(0, 9)}`);
  one = (await committee.accepted('RaiseFlag', flag({ facts: '甲线索' }))).caseId;
  other = (await committee.accepted('RaiseFlag', flag({ facts: '乙线索' }))).caseId;
  await township.accepted('MergeFlags', { caseId: one, sourceCaseId: other });
  await standing.stage.settled();
  for (const facts of ['甲报告', '乙报告'])
    await committee.accepted('ReportToPolice', { caseId: one, to: POLICE, facts, newFacts: true });
  await township.accepted('SplitChild', { caseId: one, sourceCaseId: other, because: '实为两名儿童。' });
});
afterEach(() => exchange.close());

const answer = (splitAnswer: object, key = 'split-1') =>
  system.accepted('CompleteHandoff', { envelope: { idempotencyKey: key, caseId: one }, splitAnswer });

describe('a request to split', () => {
  it('is handed to the police system, which consents and names the report that goes along', async () => {
    const [request] = await handed('SPLIT_REQUEST', one);
    expect(request).toMatchObject({
      ...{ status: 'HANDOFF_STATUS_OPEN', fromAgency: `town-${VILLAGE.slice(0, 9)}`, contents: ['实为两名儿童。'] },
      ways: [{ command: 'ConsentToSplit', method: 'CompleteHandoff', part: 'split_answer' }],
    });
    const reports = await handed('REPORT', one, 2);
    const goes = reports.find(({ contents }) => JSON.stringify(contents).includes('乙报告'));
    const done = await answer({ splitId: request?.id, granted: true, reportIds: [goes?.id] });
    expect(done.events).toEqual(['SplitConsented', 'ChildSplit']);
    await exchange.standing.stage.settled();
    expect(await handed('REPORT', other)).toMatchObject([
      {
        id: goes?.id,
        status: 'HANDOFF_STATUS_OPEN',
        contents: ['乙报告'],
        deadlines: [{ clock: 'POLICE_REVIEW_ADMIN' }],
      },
    ]);
    expect((await handed('REPORT', one)).map(({ contents }) => contents)).toEqual([['甲报告']]);
    expect(await handed('SPLIT_REQUEST', one)).toMatchObject([{ status: 'HANDOFF_STATUS_COMPLETED' }]);
  });

  it('may be refused, and names no report then', async () => {
    expect((await answer({ granted: false, note: '系同一儿童。' })).events).toEqual(['SplitRefused']);
    await exchange.standing.stage.settled();
    expect(await handed('REPORT', one, 2)).toHaveLength(2);
  });
});
