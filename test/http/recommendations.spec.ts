import pg from 'pg';
import { recordConflict } from '#access';
import { desks } from '#desks';
import { type AgencyType, agencyTypes } from '#policy';
import { recommendationCommands } from '#recommendation';
import type { Scenario } from '#scenario';
import { directoryFor } from '#service';
import { flagged, type People, people } from '../case.steps.ts';
import { DeskClient, recommended } from '../desk.client.ts';
import { moment, type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let who: People;
const everyType = directoryFor([{ place: VILLAGE } as Scenario], agencyTypes);
const agencyOf = (type: AgencyType) => everyType.nearest(type, VILLAGE)?.id ?? '';
const at = (type: AgencyType) => new DeskClient(standing, agencyOf(type));

beforeAll(async () => {
  standing = await standingService(everyType);
  who = people(standing);
});
afterAll(() => standing.close());

const minor = (more: object = {}) => ({
  addressee: agencyOf('TOWN'),
  subject: 'MINOR_PROTECTION',
  problem: 'ZZ·problem',
  advice: 'ZZ·advice',
  ...more,
});
const issued = async (more: object = {}) =>
  (await recommended(at('PROC'), 'IssueRecommendation', minor(more))).recommendationId;
const ASKED = 'query($id: ID!) { recommendation(id: $id) { id } recommendationSteps(id: $id) { command } }';

/** What each command needs beside the recommendation that it is given on. */
const NEEDED: Readonly<Record<string, object>> = {
  ObjectToRecommendation: { grounds: 'x' },
  ReviewObjection: { upheld: false },
  ReplyRecommendation: { reply: 'x' },
  CloseRecommendation: { outcome: 'NOT_CARRIED_OUT' },
};

describe('a recommendation', () => {
  it('is done once however often it is sent, and its key is not taken for another', async () => {
    const proc = at('PROC');
    const input = { ...minor(), idempotencyKey: 'reco-once' };
    const first = await recommended(proc, 'IssueRecommendation', input);
    const again = await recommended(proc, 'IssueRecommendation', input);
    expect(again).toMatchObject({ recommendationId: first.recommendationId, repeated: true, events: first.events });
    expect(await proc.outcome('IssueRecommendation', { ...input, advice: 'other' })).toMatchObject({
      code: 'KEY_REUSED',
    });
    const stream = `recommendation-${first.recommendationId}`;
    expect((await standing.log()).filter((event) => event.stream === stream)).toHaveLength(2);
  });

  it('is refused upon a version that has passed', async () => {
    const id = await issued();
    const asked = 'query($id: ID!) { recommendation(id: $id) { version } }';
    const { recommendation } = await at('TOWN').sees<{ recommendation: { version: string } }>(asked, { id });
    await recommended(at('TOWN'), 'ObjectToRecommendation', { recommendationId: id, grounds: 'x' });
    const reply = { recommendationId: id, reply: 'x', seen: recommendation.version };
    expect(await at('TOWN').outcome('ReplyRecommendation', reply)).toMatchObject({ code: 'CASE_CHANGED' });
  });

  it('keeps its texts sealed in log and tables', async () => {
    await issued({ documentNumber: 'ZZ·number' });
    const tables = await standing.query<{ doc: string }>('select doc from desk_procuratorate.row');
    const kept = JSON.stringify([await standing.log(), tables]);
    expect(kept).not.toContain('ZZ·');
  });

  it('waits in the inbox of its addressee, with its clock, and is gone from it with the reply', async () => {
    const id = await issued();
    const inbox = async () => {
      const query =
        '{ inbox(first: 100) { edges { node { caseId recommendationId clock { clock title { zh } cite { source } } } } } }';
      const { inbox } = await at('TOWN').sees<{ inbox: { edges: { node: { recommendationId: string | null } }[] } }>(
        query,
      );
      return inbox.edges.map(({ node }) => node).filter((node) => node.recommendationId === id);
    };
    const clock = {
      clock: 'RECO_REPLY_MINOR',
      title: { zh: '未成年人保护建议的书面回复' },
      cite: { source: '未成年人保护法' },
    };
    expect(await inbox()).toEqual([{ caseId: null, recommendationId: id, clock }]);
    await recommended(at('TOWN'), 'ReplyRecommendation', { recommendationId: id, reply: 'x' });
    expect(await inbox()).toEqual([]);
  });

  it('runs out by the runner that runs out the clocks of cases', async () => {
    const id = await issued();
    standing.host.moveTo(moment('2025-04-04 00:00'));
    await standing.stage.settled();
    const query =
      'query($id: ID!) { recommendation(id: $id) { history { event by { id } } clocks { clock state colour } } }';
    const { recommendation } = await at('WCCW').sees<{ recommendation: object }>(query, { id });
    expect(recommendation).toEqual({
      history: [
        { event: 'RecommendationIssued', by: { id: agencyOf('PROC') } },
        { event: 'RecommendationServed', by: { id: agencyOf('PROC') } },
        { event: 'RecommendationOverdue', by: null },
      ],
      clocks: [{ clock: 'RECO_REPLY_MINOR', state: 'overdue', colour: 'RED' }],
    });
    await recommended(at('PROC'), 'UrgeReply', { recommendationId: id });
  });

  it('stands after the views were built anew as it stood before', async () => {
    const rows = () =>
      standing.query('select agency, kind, key, sort, doc from desk_township.row order by agency, kind, key');
    const before = await rows();
    expect(before.some(({ kind }) => kind === 'recommendation')).toBe(true);
    await standing.query('update runtime.desk set version = 0');
    await standing.restart();
    who = people(standing);
    await standing.stage.settled();
    expect(await rows()).toEqual(before);
  });
});

describe('breached handoffs', () => {
  const cited = 'query($id: ID!) { recommendation(id: $id) { cited handoffs { caseId clock } } }';
  const period = { breachesFrom: '2025-04-01', breachesUntil: '2025-06-30' };

  it('of an agency are cited in one step, as far as the issuer sees them', async () => {
    standing.host.moveTo(moment('2025-05-06 09:00'));
    const caseId = await flagged(who);
    standing.host.moveTo(moment('2025-05-09 09:00')); // the committee has not triaged it
    await standing.stage.settled();
    const committee = agencyOf('RVC');
    const to = { addressee: committee, ...period };
    expect(await at('PSB').outcome('IssueRecommendation', minor(to))).toMatchObject({ code: 'NO_BREACHED_HANDOFF' });
    await new DeskClient(standing, committee).accepted('ReportToPolice', { caseId, to: agencyOf('PSB'), facts: 'x' });
    const { recommendationId: id } = await recommended(at('PSB'), 'IssueRecommendation', minor(to));
    const handoffs = [{ caseId, clock: 'TRIAGE' }];
    expect(await at('PSB').sees(cited, { id })).toEqual({ recommendation: { cited: 1, handoffs } });
    expect(await at('RVC').sees(cited, { id })).toEqual({ recommendation: { cited: 1, handoffs } });
    expect(await at('WCCW').sees(cited, { id })).toEqual({ recommendation: { cited: 1, handoffs: [] } });
    // the procuratorate has nothing to do with the case
    expect(await at('PROC').outcome('IssueRecommendation', minor(to))).toMatchObject({ code: 'NO_BREACHED_HANDOFF' });
  });

  it('may be looked up, and named one by one', async () => {
    const query =
      'query($agency: ID!) { citableBreaches(agency: $agency, from: "2025-04-01", until: "2025-06-30") { caseId clockId clock } }';
    const asked = { agency: agencyOf('RVC') };
    const { citableBreaches } = await at('PSB').sees<{ citableBreaches: { clockId: string }[] }>(query, asked);
    expect(citableBreaches).toMatchObject([{ clock: 'TRIAGE' }]);
    expect(await at('COURT').sees(query, asked)).toEqual({ citableBreaches: [] });
    const clockIds = citableBreaches.map(({ clockId }) => clockId);
    const named = minor({ addressee: agencyOf('RVC'), clockIds });
    const { recommendationId: id } = await recommended(at('PSB'), 'IssueRecommendation', named);
    expect(await at('PSB').sees(cited, { id })).toMatchObject({ recommendation: { cited: 1 } });
    const other = { ...named, addressee: agencyOf('TOWN') }; // whose breach it is not
    expect(await at('PSB').outcome('IssueRecommendation', other)).toMatchObject({ code: 'NO_BREACHED_HANDOFF' });
  });

  it('are neither shown nor counted nor cited to an officer who is kept out of the case (回避)', async () => {
    const officer = new DeskClient(standing, agencyOf('PSB'), 2);
    const list = '{ recommendations(first: 1) { edges { node { id cited handoffs { caseId } } } } }';
    type Seen = { recommendations: { edges: { node: { id: string; handoffs: { caseId: string }[] } }[] } };
    const before = (await officer.sees<Seen>(list)).recommendations.edges[0]?.node;
    const caseId = before?.handoffs[0]?.caseId ?? '';
    const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
    const conflict = { officer: `${agencyOf('PSB')}-2`, caseId, reason: '近亲属', by: '张局' };
    await recordConflict(pool, conflict, standing.host.now());
    await pool.end();
    expect(await officer.sees(list)).toEqual({
      recommendations: { edges: [{ node: { id: before?.id, cited: 0, handoffs: [] } }] },
    });
    expect(await at('PSB').sees(list)).toMatchObject({ recommendations: { edges: [{ node: { cited: 1 } }] } });
    const to = minor({ addressee: agencyOf('RVC'), ...period });
    expect(await officer.outcome('IssueRecommendation', to)).toMatchObject({ code: 'NO_BREACHED_HANDOFF' });
  });
});

describe('a recommendation that an agency may not know of', () => {
  it('is answered as one that does not exist, whatever is asked or given', async () => {
    const id = await issued();
    const knows: readonly AgencyType[] = ['PROC', 'TOWN', 'CA', 'WCCW'];
    const both = [id, 'b3b0c1d2-0000-4000-8000-000000000000'];
    for (const type of agencyTypes.filter((type) => !knows.includes(type))) {
      const desk = desks.find(({ agencies }) => agencies.includes(type));
      if (!desk) continue;
      const answers = await Promise.all(both.map((one) => at(type).ask(ASKED, { id: one })));
      expect([type, answers[0]?.text]).toEqual([type, answers[1]?.text]);
      expect(answers[0]?.data).toEqual({ recommendation: null, recommendationSteps: null });
      for (const command of desk.recommendationCommands.filter((name) => name !== 'IssueRecommendation')) {
        const input = { ...NEEDED[command], idempotencyKey: `hidden-${type}-${command}` };
        const given = both.map((one) => at(type).give(command, { ...input, recommendationId: one }));
        const [one, other] = await Promise.all(given);
        expect([type, command, one?.text]).toEqual([type, command, other?.text]);
        expect(one?.data?.outcome).toMatchObject({ __typename: 'Refused' });
      }
    }
  });

  it('is told of by no desk to who only looks: civil affairs and coordination get no command on it', async () => {
    const id = await issued();
    for (const type of ['CA', 'WCCW'] as const) {
      expect((await at(type).sees<{ recommendationSteps: object[] }>(ASKED, { id })).recommendationSteps).toEqual([]);
    }
  });
});

it.each(desks)('the desk $name refuses whoever may not recommend, with the clause', async (desk) => {
  const powerless = desk.agencies.filter((type) => !['PSB', 'PROC', 'COURT', 'JUST'].includes(type));
  for (const type of powerless) {
    const { data, errors } = await at(type).ask(
      desk.recommends
        ? `mutation { issueRecommendation(input: { idempotencyKey: "p", addressee: "x", subject: MINOR_PROTECTION, problem: "x", advice: "x" }) { ... on Refused { code cite { source clause } } } }`
        : 'mutation { issueRecommendation(input: {}) { __typename } }',
    );
    const refused = desk.recommends ? data?.issueRecommendation : errors[0]?.extensions;
    expect([type, refused]).toEqual([
      type,
      expect.objectContaining({
        code: 'ACTOR_NOT_AUTHORISED',
        cite: expect.objectContaining({ source: '未成年人保护法', clause: '114' }),
      }),
    ]);
  }
});

it('every command is offered by some desk', () => {
  const offered = new Set(desks.flatMap((desk) => desk.recommendationCommands));
  expect([...offered].sort()).toEqual(Object.keys(recommendationCommands).sort());
});
