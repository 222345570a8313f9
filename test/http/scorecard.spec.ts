import { tallySums } from '../../libs/runtime/src/views/postgres/tally.reader.ts';
import { flag, flagged, type People, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
});
afterAll(() => standing.close());

const COMMITTEE = 'rvc-441502001001';
const SCORE = `{ key agency { id } count signed { count } accepted { count median { milliseconds } p90 { milliseconds } }
  finished { count median { milliseconds } } breachRate returned suppressed }`;
const MARCH = 'from: "2025-03-01", to: "2025-03-31"';

interface Score {
  readonly key: string;
  readonly count: number | null;
  readonly finished: { readonly count: number | null; readonly median: { readonly milliseconds: number } | null };
  readonly breachRate: number | null;
  readonly returned: number | null;
}
interface Card {
  readonly card: Record<'total', Score> & Record<'byAgency' | 'byDivision' | 'byMonth', readonly Score[]>;
}

async function scorecard(client = who.overseer, asked = MARCH): Promise<Card['card']> {
  await standing.stage.settled();
  const lines = `total ${SCORE} byAgency ${SCORE} byDivision ${SCORE} byMonth ${SCORE}`;
  return (await client.sees<Card>(`{ card: scorecard(${asked}) { division from to ${lines} } }`)).card;
}

async function cases(agency: string): Promise<readonly string[] | null> {
  const query = `{ list: scoredCases(agency: "${agency}", ${MARCH}) { edges { node { id } } } }`;
  const { list } = await who.overseer.sees<{ list: { edges: { node: { id: string } }[] } | null }>(query);
  return list?.edges.map(({ node }) => node.id) ?? null;
}

/** Flags of one morning, each triaged but the last few. */
async function flags(count: number, triaged: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await flagged(who));
  for (const caseId of ids.slice(0, triaged)) {
    await who.committee.accepted('TriageFlag', { caseId, severity: 'NOT_SERIOUS', guardianFails: false });
  }
  return ids;
}

it('is empty where nothing has been done', async () => {
  const { total, byAgency, byDivision, byMonth } = await scorecard();
  expect([total.count, byAgency, byDivision, byMonth]).toEqual([null, [], [], []]);
});

it('says nothing of fewer than five, and does not lead down to them', async () => {
  await flags(4, 4);
  const { total, byAgency } = await scorecard();
  expect([total.count, byAgency.map(({ key, count }) => [key, count])]).toEqual([null, [[COMMITTEE, null]]]);
  expect(await cases(COMMITTEE)).toBeNull();
});

it('counts by agency, place and month, and leads down to the cases without names', async () => {
  const ids = await flags(6, 3);
  await standing.stage.passTo(moment('2025-03-05 09:00'));
  const { total, byAgency, byDivision, byMonth } = await scorecard();
  for (const line of [total, byAgency[0], byDivision[0], byMonth[0]]) {
    expect(line).toMatchObject({ count: 10, finished: { count: 7 }, returned: 0, breachRate: null }); // three of ten are late
  }
  expect([byAgency, byDivision, byMonth].map((lines) => lines.map(({ key }) => key))).toEqual([
    [COMMITTEE],
    ['441502001'],
    ['2025-03'],
  ]);
  expect(await cases(COMMITTEE)).toEqual(expect.arrayContaining([...ids]));
  expect((await scorecard(new DeskClient(standing, 'wccw-4415'))).byDivision.map(({ key }) => key)).toEqual(['441502']);
  expect((await scorecard(new DeskClient(standing, 'wccw-441302'))).total.count).toBeNull();
  expect((await scorecard(who.overseer, 'from: "2025-04-01", to: "2025-06-30"')).total.count).toBeNull();
});

it('leaves courts and procuratorates out', async () => {
  const court = new DeskClient(standing, 'court-441502');
  const { child, place } = flag() as Record<string, object>;
  for (let n = 0; n < 5; n += 1) {
    const found = { caseReference: '（2025）粤1502民初1号', ground: 'GUARDIAN_FAILS_DUTY', statement: '审理中发现。' };
    await court.accepted('DiscoverInCase', { child, place, ...found });
  }
  await standing.stage.settled();
  const tallied = await standing.query<{ agency: string }>('select distinct agency from desk_oversight.tally');
  expect(tallied.map(({ agency }) => agency)).toContain('court-441502');
  const { byAgency } = await scorecard();
  expect(byAgency.map(({ key }) => key)).not.toContain('court-441502');
  expect(await cases('court-441502')).toBeNull();
});

it('costs the same however many cases are counted: it reads tallies by their key, and tallies do not grow', async () => {
  await flags(5, 5);
  await standing.stage.settled();
  const size = async () =>
    (await standing.query<{ n: string }>('select count(*) as n from desk_oversight.tally'))[0]?.n;
  const before = await size();
  await flags(15, 15);
  await standing.stage.settled();
  expect(await size()).toBe(before);
  const plan = await standing.query<{ 'QUERY PLAN': string }>(`explain ${tallySums('desk_oversight')}`, [
    '4415',
    '4415:',
    '2025-03',
    '2025-03',
    6,
    [COMMITTEE],
  ]);
  const read = plan.flatMap((line) => /(?:Scan|on) .*?on (\w+)|Scan on (\w+)/.exec(line['QUERY PLAN'])?.slice(1) ?? []);
  expect(new Set(read.filter((table) => table))).toEqual(new Set(['tally']));
});

it.each([
  ['from: "2025-04-01", to: "2025-03-31"', 'to period'],
  ['from: "2015-04-01", to: "2025-03-31"', 'to period'],
  ['division: "4413", from: "2025-03-01", to: "2025-03-31"', 'division within'],
])('%s is told what is wrong', async (asked, expected) => {
  const { errors } = await who.overseer.ask(`{ scorecard(${asked}) { division } }`);
  const { code, problems } = (errors[0]?.extensions ?? {}) as {
    code?: string;
    problems?: { field: string; rule: string }[];
  };
  expect([code, problems?.map(({ field, rule }) => `${field} ${rule}`)]).toEqual(['BAD_USER_INPUT', [expected]]);
});
