import pg from 'pg';
import { recordConflict } from '#access';
import { flagged, type People, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { moment, type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
});
afterAll(() => standing.close());

const AGENCY = 'wccw-441502';
const ABSENT = 'b3b0c1d2-0000-4000-8000-000000000000';
const PAGE = 'edges { node { id } } pageInfo { endCursor }';
/** Every list of the oversight desk: its cases, what is overdue or soon due, what lies still, what is counted. */
const LISTS: Readonly<Record<string, string>> = {
  cases: `cases(first: 50) { ${PAGE} }`,
  inbox: 'inbox(first: 50) { edges { node { caseId } } }',
  overdue: 'overdue(first: 50) { edges { node { caseId } } }',
  dueSoon: 'dueSoon(days: 30, first: 50) { edges { node { caseId } } }',
  stuck: `stuck(workingDays: 1, first: 50) { ${PAGE} }`,
  scoredCases: `scoredCases(agency: "rvc-${VILLAGE}", from: "2025-03-01", to: "2025-03-31", first: 50) { ${PAGE} }`,
};

it('an overseer who is kept out of a case has it in no list, on no page, in no export; a colleague has it in each', async () => {
  const counted: string[] = []; // enough of them for their agency's line to be told
  for (let n = 0; n < 10; n += 1) {
    counted.push(await flagged(who));
    await who.committee.accepted('TriageFlag', {
      ...{ caseId: counted[n], severity: 'NOT_SERIOUS', guardianFails: false },
    });
  }
  const late = await flagged(who);
  standing.host.moveTo(moment('2025-03-10 09:00'));
  const soon = await flagged(who, { facts: '第二件。' });
  await standing.stage.settled();
  const [colleague, officer] = [new DeskClient(standing, AGENCY), new DeskClient(standing, AGENCY, 2)];
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  const all = [...counted, late, soon];
  for (const caseId of all) {
    await recordConflict(pool, { officer: `${AGENCY}-2`, caseId, reason: '近亲属', by: '负责人' }, standing.host.now());
  }
  await pool.end();
  const found = async (client: DeskClient) => {
    const lists = Object.entries(LISTS).map(async ([name, list]) => {
      const { data, text } = await client.ask(`{ ${list} }`);
      expect([name, data]).toEqual([name, expect.anything()]);
      return all.some((caseId) => text.includes(caseId)) ? [name] : [];
    });
    return (await Promise.all(lists)).flat();
  };
  expect(await found(colleague)).toEqual(Object.keys(LISTS));
  expect(await found(officer)).toEqual([]);
  const asks = [
    'query($id: ID!) { case(id: $id) { id } handoffs(caseId: $id) { __typename } timeline(caseId: $id) { event } }',
    'mutation($id: ID!) { openIdentity(input: { caseId: $id, reason: "须核对是否同一儿童", idempotencyKey: "k" }) { childName } }',
  ];
  for (const query of asks) {
    const [hidden, absent] = [await officer.ask(query, { id: late }), await officer.ask(query, { id: ABSENT })];
    expect(hidden.text).toBe(absent.text);
    expect((await colleague.ask(query, { id: late })).text).not.toBe(absent.text);
  }
  const exported = async (client: DeskClient) => {
    const url = client.url.replace(/graphql$/, `cases/${late}/timeline.csv`);
    return (await fetch(url, { headers: { authorization: await client.bearer() } })).status;
  };
  expect([await exported(colleague), await exported(officer)]).toEqual([200, 404]);
});
