import { flagged, type People, people, reported } from '../case.steps.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
});
afterAll(() => standing.close());

interface Waiting {
  readonly caseId: string;
  readonly colour: string;
  readonly clock: { readonly clock: string };
}

describe('an inbox', () => {
  it('is read page by page, the soonest due first, and nothing twice', async () => {
    const cases = [];
    for (let n = 0; n < 5; n += 1) {
      standing.host.moveTo(moment(`2025-03-04 0${n + 1}:00`));
      cases.push(await reported(who));
    }
    const query = `query($after: String, $first: Int!) { inbox(first: $first, after: $after) {
      edges { cursor node { caseId due } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    interface Inbox {
      readonly edges: readonly {
        readonly cursor: string;
        readonly node: { readonly caseId: string; readonly due: string };
      }[];
      readonly pageInfo: {
        readonly hasNextPage: boolean;
        readonly startCursor: string | null;
        readonly endCursor: string | null;
      };
    }
    const page = async (first: number, after: string | null) =>
      (await who.police.ask(query, { first, after })).data?.inbox as Inbox;
    const whole = await page(100, null);
    const edges = [];
    for (let after: string | null = null, more = true; more; ) {
      const { edges: two, pageInfo } = await page(2, after);
      expect(two.length).toBe(pageInfo.hasNextPage ? 2 : two.length);
      expect([two[0]?.cursor ?? null, two.at(-1)?.cursor ?? null]).toEqual([pageInfo.startCursor, pageInfo.endCursor]);
      edges.push(...two);
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(edges).toEqual(whole.edges);
    expect(whole.pageInfo.hasNextPage).toBe(false);
    const dues = whole.edges.map(({ node }) => node.due);
    expect(dues).toEqual(dues.toSorted());
    expect(new Set(edges.map(({ cursor }) => cursor)).size).toBe(edges.length);
    expect(whole.edges.map(({ node }) => node.caseId)).toEqual(expect.arrayContaining(cases));
    expect(await page(2, whole.pageInfo.endCursor)).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });

  it('turns from blue to yellow to red as time passes, and empties when the work is done', async () => {
    standing.host.moveTo(moment('2025-03-05 09:00'));
    const caseId = await flagged(who);
    const colour = async () => {
      const query = '{ inbox(first: 100) { edges { node { caseId colour clock { clock } } } } }';
      const { inbox } = await who.committee.sees<{ inbox: { edges: { node: Waiting }[] } }>(query);
      return inbox.edges
        .filter(({ node }) => node.caseId === caseId)
        .map(({ node }) => `${node.clock.clock} ${node.colour}`);
    };
    expect(await colour()).toEqual(['TRIAGE BLUE']);
    standing.host.moveTo(moment('2025-03-06 21:00'));
    expect(await colour()).toEqual(['TRIAGE YELLOW']);
    standing.host.moveTo(moment('2025-03-07 00:00'));
    expect(await colour()).toEqual(['TRIAGE RED']);
    await standing.stage.settled();
    expect(await colour()).toEqual(['TRIAGE RED']);
    await who.committee.accepted('TriageFlag', { caseId, severity: 'NOT_SERIOUS', guardianFails: false });
    expect(await colour()).toEqual([]);
  });
});
