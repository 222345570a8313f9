import { type People, people, reported } from '../case.steps.ts';
import type { Reply } from '../desk.client.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let caseId: string;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  caseId = await reported(who);
});
afterAll(() => standing.close());

/** Far oftener than a query is executed before it is compiled. */
const TIMES = 20;

async function again(ask: (n: number) => Promise<Reply>): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (let n = 0; n < TIMES; n += 1) replies.push(await ask(n));
  return replies;
}

/** What was answered, without the id that each request has of its own. */
const answers = (replies: readonly Reply[]) =>
  new Set(replies.map(({ status, text }) => `${status} ${text.replaceAll(/"requestId":"[^"]*"/g, '')}`));

const readings = async () =>
  (await standing.log())
    .filter(({ type }) => type === 'PersonalDataRead')
    .map(({ data }) => JSON.parse(data) as { readonly purpose: string; readonly children: object });

describe('a query that comes again and again', () => {
  it('is answered the same each time, and each reading of personal data is noted', async () => {
    const query = `query($id: ID!, $short: Boolean = false) { case(id: $id) {
      id childName ...on Case @skip(if: $short) { flags { __typename facts } reports { to { id name { zh } } status } } } }`;
    const before = (await readings()).length;
    const body = JSON.stringify({ query, variables: { id: caseId } });
    // a reading for the same purpose is noted once a minute
    const replies = await again((n) => who.committee.post(body, { 'x-jieli-purpose': `REVIEW_${n}` }));
    expect(answers(replies).size).toBe(1);
    expect(replies.at(-1)?.data).toMatchObject({
      case: { childName: '王小雨', flags: [{ facts: '晚间独自在家。' }], reports: [{ to: { id: 'psb-441502' } }] },
    });
    const noted = (await readings()).slice(before);
    expect(noted.map(({ purpose }) => purpose)).toEqual(replies.map((_, n) => `REVIEW_${n}`));
    expect(new Set(noted.map(({ children }) => JSON.stringify(children))).size).toBe(1);
    const short = await again(() => who.committee.ask(query, { id: caseId, short: true }));
    expect(answers(short).size).toBe(1);
    expect(short.at(-1)?.data).toEqual({ case: { id: caseId, childName: '王小雨' } });
  });

  it('is refused the same each time', async () => {
    const cursor = await again(() => who.committee.ask('{ inbox(first: 2, after: "no cursor") { edges { cursor } } }'));
    expect(answers(cursor).size).toBe(1);
    expect(cursor.at(-1)?.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    const paged = 'query($first: Int!) { inbox(first: $first) { edges { cursor } } }';
    for (const first of [0, 101, 2 ** 40, 'two', null]) {
      const replies = await again(() => who.committee.ask(paged, { first }));
      expect([first, answers(replies).size]).toEqual([first, 1]);
      expect([first, replies.at(-1)?.errors.length]).toEqual([first, 1]);
    }
    const replies = await again(() => who.committee.ask(paged, { first: 2 }));
    expect(replies.at(-1)?.errors).toEqual([]);
  });

  it('shows each officer their own, whoever asked it first', async () => {
    const query = '{ me { agency { id } } inbox { edges { node { caseId } } } }';
    await again(() => who.committee.ask(query));
    const replies = await again(() => who.police.ask(query));
    expect(replies.at(-1)?.data).toMatchObject({
      me: { agency: { id: 'psb-441502' } },
      inbox: { edges: [{ node: { caseId } }] },
    });
    const other = await who.policeToo.ask(query);
    expect(other.data).toMatchObject({ me: { agency: { id: 'psb-441502' } } });
  });
});
