import { type People, people, reported } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let commission: DeskClient;
let ids: readonly string[];
let before: readonly string[];

const ABSENT = 'b3b0c1d2-0000-4000-8000-000000000000';
const CASES = '{ edges { node { id } } pageInfo { hasNextPage } }';
const CLOCKS = '{ edges { node { caseId clock { clock } } } pageInfo { hasNextPage } }';
const LISTS = [
  `{ cases ${CASES} }`,
  `{ inbox ${CLOCKS} }`,
  `{ overdue ${CLOCKS} }`,
  `{ dueSoon(days: 366) ${CLOCKS} }`,
  `{ stuck(workingDays: 1) ${CASES} }`,
];
const ABOUT_ONE = [
  '{ case(id: "ID") { id stage } }',
  '{ timeline(caseId: "ID") { event } }',
  '{ timeline(caseId: "ID", asOf: "2025-03-03T12:00:00.000+08:00") { event } }',
  '{ handoffs(caseId: "ID") { asOf } }',
  '{ nextSteps(caseId: "ID") { command } }',
  'mutation { openIdentity(input: { caseId: "ID", idempotencyKey: "KEY", reason: "督办" }) { childName } }',
  'mutation { urgeHolder(input: { caseId: "ID", idempotencyKey: "KEY" }) { __typename ... on Refused { code message { zh } } } }',
  'mutation { coordinateCrisis(input: { caseId: "ID", idempotencyKey: "KEY", to: "edu-441502", task: "陪护", reason: "紧急" }) { __typename ... on Refused { code message { zh } } } }',
];
const lists = async () => Promise.all(LISTS.map(async (list) => (await commission.ask(list)).text));

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  commission = new DeskClient(standing, 'plac-441502');
  before = await lists();
  ids = await Promise.all(Array.from({ length: 6 }, () => reported(who)));
  await standing.stage.passTo(moment('2025-03-06 09:00'));
  await standing.stage.settled();
});
afterAll(() => standing.close());

it('lists no case, overdue or not, where the pack of its place gives it counts', async () => {
  expect(await who.overseer.sees(`{ overdue ${CLOCKS} }`)).toMatchObject({
    overdue: { edges: expect.arrayContaining([expect.anything()]) },
  });
  expect(await lists()).toEqual(before);
});

it.each(ABOUT_ONE)('answers of a case as of none, to the byte: %s', async (query) => {
  const asked = (id: string, key: string) => commission.ask(query.replace('ID', id).replace('KEY', key));
  const [there, absent] = [await asked(ids[0] ?? '', 'there'), await asked(ABSENT, 'absent')];
  expect(there.text).toBe(absent.text);
  expect(there.errors).toEqual([]);
  if (query.startsWith('{'))
    expect((await who.overseer.ask(query.replace('ID', ids[0] ?? ''))).text).not.toBe(there.text);
});

it('gives no timeline as a file either', async () => {
  const got = async (path: string) => {
    const headers = { authorization: await commission.bearer() };
    const response = await fetch(`${standing.stage.url}/desks/oversight/${path}`, { headers });
    return [response.status, await response.text()];
  };
  const file = (id: string) => got(`cases/${id}/timeline.csv`);
  expect(await file(ids[0] ?? '')).toEqual(await file(ABSENT));
  expect((await got('scorecard.csv?from=2025-03-01&to=2025-03-31'))[0]).toBe(200);
});

it('has the scorecard of its place as the office for women and children has it, and no case behind a number', async () => {
  const card =
    '{ scorecard(from: "2025-03-01", to: "2025-03-31") { total { count } byAgency { key count breachRate } } }';
  const [own, office] = [await commission.ask(card), await who.overseer.ask(card)];
  expect(own.text).toBe(office.text);
  expect(own.text).toContain('psb-441502');
  const behind = `{ scoredCases(agency: "psb-441502", from: "2025-03-01", to: "2025-03-31") ${CASES} }`;
  expect((await commission.ask(behind)).data).toEqual({ scoredCases: null });
  expect((await who.overseer.ask(behind)).text).toContain(ids[0]);
});
