import { flag, flagged, found, type People, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let county: DeskClient;
let city: DeskClient;
let elsewhere: DeskClient;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  county = who.overseer;
  city = new DeskClient(standing, 'wccw-4415');
  elsewhere = new DeskClient(standing, 'wccw-441302');
});
afterAll(() => standing.close());

/** Lets time pass, with what it brings about. */
async function passTo(text: string): Promise<void> {
  await standing.stage.passTo(moment(text));
  await standing.stage.settled();
}

interface Page {
  readonly list: {
    readonly edges: readonly { readonly cursor: string; readonly node: { caseId?: string; id: string } }[];
  };
}
type PageOfMany = Page & { readonly list: { readonly pageInfo: { readonly hasNextPage: boolean } } };
const INBOX =
  '{ edges { cursor node { id caseId due colour clock { clock state holder { id } } } } pageInfo { hasNextPage } }';

async function listed(client: DeskClient, question: string): Promise<readonly string[]> {
  const of = question.startsWith('stuck') ? '{ edges { cursor node { id lastEventAt } } }' : INBOX;
  const { list } = await client.sees<Page>(`{ list: ${question} ${of} }`);
  return list.edges.map(({ node }) => node.caseId ?? node.id);
}

async function problems(question: string): Promise<unknown> {
  const { errors } = await county.ask(`{ list: ${question} { edges { cursor } } }`);
  const [{ extensions } = { extensions: {} }] = errors;
  const { code, problems } = extensions as { code?: string; problems?: { field: string; rule: string }[] };
  return [code, problems?.map(({ field, rule }) => `${field} ${rule}`)];
}

describe('lists of a supervisor', () => {
  let caseId: string;
  it('are empty where there is nothing', async () => {
    for (const question of ['overdue', 'dueSoon', 'dueSoon(days: 366)', 'stuck']) {
      expect([question, await listed(county, question)]).toEqual([question, []]);
    }
  });

  it('due soon: by days at once, by colour when it has turned yellow', async () => {
    caseId = await flagged(who);
    await standing.stage.settled();
    expect(await listed(county, 'dueSoon(days: 0)')).toEqual([]);
    expect(await listed(county, 'dueSoon(days: 1)')).toEqual([caseId]);
    expect(await listed(county, 'dueSoon')).toEqual([]);
    await passTo('2025-03-04 22:00');
    expect(await listed(county, 'dueSoon')).toEqual([caseId]);
    expect(await listed(city, 'dueSoon(clock: "TRIAGE")')).toEqual([caseId]);
    expect(await listed(elsewhere, 'dueSoon')).toEqual([]);
  });

  it('overdue: of the whole area, narrowed as asked, and in the inbox', async () => {
    await passTo('2025-03-05 09:00');
    expect(await listed(county, 'overdue')).toEqual([caseId]);
    expect(await listed(city, 'overdue(agency: "rvc-441502001001")')).toEqual([caseId]);
    expect(await listed(city, 'overdue(agency: "psb-441502")')).toEqual([]);
    expect(await listed(county, 'overdue(division: "441502001")')).toEqual([caseId]);
    expect(await listed(county, 'overdue(division: "441502002")')).toEqual([]);
    expect(await listed(county, 'inbox')).toEqual([caseId]);
    expect(await listed(elsewhere, 'overdue')).toEqual([]);
    expect(await listed(county, 'dueSoon')).toEqual([]);
  });

  it('pages without loss or repetition', async () => {
    const more = [await flagged(who), await flagged(who)];
    await passTo('2025-03-07 09:00');
    const read: string[] = [];
    for (let after: string | null = null, hasNext = true; hasNext; ) {
      const query = `query($after: String) { list: overdue(first: 1, after: $after) ${INBOX} }`;
      const { list }: PageOfMany = await county.sees<PageOfMany>(query, { after });
      read.push(...list.edges.map(({ node }) => node.caseId ?? ''));
      after = list.edges.at(-1)?.cursor ?? null;
      hasNext = list.pageInfo.hasNextPage;
    }
    expect(read.toSorted()).toEqual([caseId, ...more].toSorted());
  });

  it('stuck: after whole workdays in which nobody did anything; reminders of the system do not count', async () => {
    await passTo('2025-03-12 09:00'); // two cases were raised on the 5th, the first on the 3rd
    expect(await listed(county, 'stuck(workingDays: 6)')).toEqual([caseId]);
    expect(await listed(county, 'stuck(workingDays: 4)')).toHaveLength(3);
    expect(await listed(county, 'stuck(workingDays: 7)')).toEqual([]);
    expect(await listed(county, 'stuck(workingDays: 2, agency: "psb-441502")')).toEqual([]);
    expect(await listed(elsewhere, 'stuck(workingDays: 2)')).toEqual([]);
    await who.committee.accepted('TriageFlag', { caseId, severity: 'NOT_SERIOUS' });
    await standing.stage.settled();
    expect(await listed(county, 'stuck(workingDays: 6)')).toEqual([]);
  });

  it.each([
    ['overdue(division: "4413")', ['division within']],
    ['overdue(division: "上海")', ['division division']],
    ['overdue(agency: "nobody", clock: "NEVER")', ['agency exists', 'clock exists']],
    ['overdue(first: 0)', ['first range']],
    ['overdue(after: "?")', ['after cursor']],
    ['dueSoon(days: -1)', ['days range']],
    ['dueSoon(days: 1000)', ['days range']],
    ['stuck(workingDays: 0)', ['workingDays range']],
  ])('%s is told what is wrong', async (question, expected) => {
    expect(await problems(question)).toEqual(['BAD_USER_INPUT', expected]);
  });
});

describe('the past', () => {
  const QUERY = `query($id: ID!, $asOf: Instant) {
    timeline(caseId: $id, asOf: $asOf) { event title { zh } at occurredAt by { id } pack division item clocks { effect id clock item due at late holder } }
    handoffs(caseId: $id, asOf: $asOf) { asOf
      handoffs { id item scope clock title { zh } cite { source clause } standing rule pack calendar sent signed accepted returned done from firstDue due
        state late { milliseconds text { zh en } } held { clock holder { id } from to wall { milliseconds } working { milliseconds } }
        wall { milliseconds } working { milliseconds } }
      totals { agency { id } holdings wall { milliseconds } } } }`;

  it('is answered as of then to the byte, whatever has happened since', async () => {
    await passTo('2025-03-17 09:00');
    const id = await found(who);
    await standing.stage.settled();
    const moments = ['2025-03-17 09:00', '2025-03-18 10:00', '2025-04-02 09:00'];
    const shown: string[] = [];
    for (const at of moments) {
      await passTo(at);
      shown.push((await county.ask(QUERY, { id })).text);
    }
    await who.police.accepted('IssueAdmonition', { caseId: id, text: '训诫书' });
    await standing.stage.settled();
    for (const [n, at] of moments.entries()) {
      if (n === 2) continue; // that moment has not passed: what came in it belongs to it
      expect((await county.ask(QUERY, { id, asOf: moment(at) })).text).toBe(shown[n]);
    }
    expect(JSON.parse(shown[1] ?? '').data.handoffs.totals).toContainEqual(
      expect.objectContaining({ agency: { id: 'psb-441502' } }),
    );
    expect(shown[0]).not.toBe(shown[1]);
    const ahead = await county.ask(QUERY, { id, asOf: moment('2025-05-01 09:00') });
    expect(ahead.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ field: 'asOf' }] });
    expect((await elsewhere.ask(QUERY, { id })).data).toEqual({ timeline: null, handoffs: null });
    expect((await county.ask(QUERY, { id: 'no such case' })).data).toEqual({ timeline: null, handoffs: null });
  });
});

describe('what an overseer flagged itself', () => {
  it('waits in its inbox alone, with lawful next steps, though it is no case that overseers are shown', async () => {
    const child = { kind: 'PSYCH_ABNORMALITY', facts: '写下轻生的话。' };
    const { caseId } = await county.accepted('RaiseFlag', flag(child));
    await standing.stage.settled();
    const steps = 'query($id: ID!) { case(id: $id) { id } nextSteps(caseId: $id) { command } }';
    const mine = await county.sees<{ case: null; nextSteps: { command: string }[] }>(steps, { id: caseId });
    expect(mine.case).toBeNull();
    expect(mine.nextSteps.map(({ command }) => command)).toContain('TellGuardian');
    expect((await city.ask(steps, { id: caseId })).data).toEqual({ case: null, nextSteps: null });
    expect(await listed(county, 'inbox(first: 100)')).toContain(caseId);
    expect(await listed(city, 'inbox(first: 100)')).not.toContain(caseId);
    await county.accepted('TellGuardian', { caseId, advice: '请尽快就诊。' });
    await standing.stage.settled();
    expect(await listed(county, 'inbox(first: 100)')).not.toContain(caseId);
  });
});
