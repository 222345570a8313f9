import { desks } from '#desks';
import { worksAt } from '#runtime';
import { demoAgencies } from '#service';
import { flag, flagged, type People, people, reported } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
});
afterAll(() => standing.close());

const QUERY = `query($id: ID!) {
  case(id: $id) { stage severity danger clocks { clock holder { id type } } }
  timeline(caseId: $id) { event by { id } clocks { clock holder } }
  handoffs(caseId: $id) { handoffs { clock held { holder { id } } } totals { agency { id } } }
  cases { edges { node { id } } } inbox { edges { node { caseId clock { clock } } } } }`;

interface Seen {
  readonly case: {
    readonly stage: string | null;
    readonly clocks: readonly { clock: string; holder: { type: string } }[];
  } | null;
  readonly timeline: readonly { event: string; by: { id: string } | null }[] | null;
  readonly handoffs: { readonly handoffs: readonly { clock: string }[]; readonly totals: readonly object[] } | null;
  readonly cases: { readonly edges: readonly { node: { id: string } }[] };
  readonly inbox: { readonly edges: readonly { node: { caseId: string; clock: { clock: string } } }[] };
}
const looks = (agency: string, id: string) => new DeskClient(standing, agency).sees<Seen>(QUERY, { id });

it('every agency works at one desk, or none', () => {
  for (const agency of demoAgencies()) {
    const own = desks.filter((desk) => worksAt(desk, agency)).map(({ name }) => name);
    expect([agency.id, own.length]).toEqual([agency.id, own.length === 0 ? 0 : 1]);
  }
  const at = (id: string) =>
    desks.find((desk) => demoAgencies().some((one) => one.id === id && worksAt(desk, one)))?.name;
  expect(['psb-4415', 'ca-44', 'edu-4415', 'health-44'].map(at)).toEqual(Array(4).fill('oversight'));
  expect(['psb-441502', 'ca-441502', 'edu-441502', 'proc-4415', 'court-44'].map(at)).toEqual([
    'police',
    'civil-affairs',
    'service-agency',
    'procuratorate',
    'court',
  ]);
});

describe('a superior organ', () => {
  it('does not see a case in which no agency of its system has a part', async () => {
    const id = await flagged(who);
    await standing.stage.settled();
    for (const agency of ['psb-4415', 'psb-44', 'ca-4415', 'edu-4415', 'health-4415']) {
      const seen = await looks(agency, id);
      expect([agency, seen.case, seen.timeline, seen.handoffs, seen.cases.edges]).toEqual([
        agency,
        null,
        null,
        null,
        [],
      ]);
    }
  });

  it('sees its own system’s clocks and nothing else of a case', async () => {
    const id = await reported(who);
    await standing.stage.settled();
    for (const agency of ['psb-4415', 'psb-44']) {
      const seen = await looks(agency, id);
      expect(seen.case).toMatchObject({ stage: null, severity: null, danger: null });
      expect(seen.case?.clocks.map(({ clock, holder }) => [clock, holder.type])).toEqual([
        ['POLICE_REVIEW_ADMIN', 'PSB'],
      ]);
      expect(seen.timeline?.map(({ event, by }) => [event, by])).toEqual([['ReportedToPolice', null]]);
      const { data } = await new DeskClient(standing, agency).ask(
        'query($id: ID!) { nextSteps(caseId: $id) { command } }',
        { id },
      );
      expect(data).toEqual({ nextSteps: [] }); // it sees the case, and has nothing to do there
      expect(seen.handoffs?.handoffs.map(({ clock }) => clock)).toEqual(['POLICE_REVIEW_ADMIN']);
      expect(seen.handoffs?.totals).toEqual([{ agency: { id: 'psb-441502' } }]);
      expect(seen.cases.edges.map(({ node }) => node.id)).toEqual([id]);
    }
    for (const agency of ['psb-4413', 'edu-4415', 'ca-4415']) expect((await looks(agency, id)).case).toBeNull();
    await standing.stage.passTo(moment('2025-03-05 09:00'));
    await standing.stage.settled();
    const { inbox } = await looks('psb-4415', id);
    expect(inbox.edges.map(({ node }) => node.clock.clock)).toEqual(['POLICE_REVIEW_ADMIN']);
  });

  it('goes on seeing what its system has done with', async () => {
    const id = await reported(who);
    await who.police.accepted('NotAccept', { caseId: id, notAcceptedBecause: 'NO_FACTS', message: '无事实。' });
    await standing.stage.settled();
    const seen = await looks('psb-4415', id);
    expect(seen.case?.clocks).toEqual([]);
    expect(seen.timeline?.map(({ event }) => event)).toEqual(['ReportedToPolice', 'ReportNotAccepted']);
  });

  it('has no business at the desk of its subordinates', async () => {
    const { url } = new DeskClient(standing, 'psb-441502');
    const body = JSON.stringify({ query: '{ me { id } }' });
    const authorization = await new DeskClient(standing, 'psb-4415').bearer();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    });
    expect(await response.text()).toContain('FORBIDDEN');
  });

  it('scores agencies of its own system alone', async () => {
    for (let n = 0; n < 6; n += 1) await reported(who);
    await standing.stage.settled();
    const query = '{ scorecard(from: "2025-03-01", to: "2025-03-31") { total { count } byAgency { key } } }';
    const keys = async (agency: string) => {
      const card = await new DeskClient(standing, agency).sees<{ scorecard: { byAgency: { key: string }[] } }>(query);
      return card.scorecard.byAgency.map(({ key }) => key);
    };
    expect(await keys('psb-4415')).toEqual(['psb-441502']);
    expect(await keys('edu-4415')).toEqual([]);
    expect(await keys('wccw-4415')).toEqual(['psb-441502', 'rvc-441502001001']);
  });

  it('has in its inbox what it has to decide itself, before that is overdue', async () => {
    const id = await reported(who);
    await who.police.accepted('HandOverReport', { caseId: id, to: 'psb-441521' });
    await new DeskClient(standing, 'psb-441521').accepted('RequestDesignation', { caseId: id });
    await standing.stage.settled();
    const waiting = async (agency: string) =>
      (await looks(agency, id)).inbox.edges
        .filter(({ node }) => node.caseId === id)
        .map(({ node }) => node.clock.clock);
    expect(await waiting('psb-4415')).toEqual(['JURISDICTION_DESIGNATE']);
    expect([await waiting('psb-44'), await waiting('wccw-441521')]).toEqual([[], []]);
  });

  it('is shown what is asked of it, also of a hidden file, and no other overseer learns that anything is', async () => {
    const id = await reported(who);
    await who.police.accepted('AcceptCase', { caseId: id });
    await who.police.accepted('OpenPublicSecurityCase', { caseId: id });
    await who.police.accepted('RequestExtension', { caseId: id, because: '案情复杂，须调取监控。' });
    await standing.stage.settled();
    const query = `{ inbox { edges { node { caseId clock { clock } asked {
      id by { id } because about { clock due } rule { zh } cite { clause } } } } } }`;
    const waiting = async (agency: string) => {
      const { inbox } = await new DeskClient(standing, agency).sees<{ inbox: { edges: { node: Waits }[] } }>(query);
      return inbox.edges.map(({ node }) => node).filter(({ caseId }) => caseId === id);
    };
    const [only, ...others] = await waiting('psb-4415');
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      clock: { clock: 'EXTENSION_DECIDE' },
      asked: { by: { id: 'psb-441502' }, because: '案情复杂，须调取监控。', about: { clock: 'PS_CASE_TERM' } },
    });
    expect(only?.asked).toMatchObject({
      cite: { clause: '99' },
      rule: { zh: expect.stringContaining('上一级公安机关') },
    });
    for (const agency of ['psb-44', 'ca-4415', 'wccw-4415', 'wccw-441502', 'plac-441502', 'health-4415']) {
      expect([agency, await waiting(agency)]).toEqual([agency, []]);
      expect([agency, JSON.stringify(await looks(agency, id))]).toEqual([
        agency,
        expect.not.stringMatching(/EXTENSION|PS_CASE/i),
      ]);
    }
    const decided = { caseId: id, extensionId: only?.asked.id, granted: true };
    await new DeskClient(standing, 'psb-4415').accepted('DecideExtension', decided);
    await standing.stage.settled();
    expect(await waiting('psb-4415')).toEqual([]);
  });

  it('is answered as if there were no case where its desk shows none, whatever its kind does in a county', async () => {
    const steps = 'query($id: ID!) { case(id: $id) { id } nextSteps(caseId: $id) { command } }';
    const id = await flagged(who);
    const noticed = flag({ kind: 'PSYCH_ABNORMALITY', signs: ['SELF_HARM'] });
    const { caseId: hidden } = await who.overseer.accepted('RaiseFlag', noticed);
    const agreed = { guardianAgrees: true, childAgrees: true, evidence: '签字。' };
    await who.overseer.accepted('RecordGuardianConsent', { caseId: hidden, ...agreed });
    await standing.stage.settled();
    for (const agency of ['psb-4415', 'ca-4415', 'edu-4415', 'health-4415', 'ca-44']) {
      const desk = new DeskClient(standing, agency);
      for (const caseId of [id, hidden]) {
        const { data } = await desk.ask(steps, { id: caseId });
        expect([agency, data]).toEqual([agency, { case: null, nextSteps: null }]);
        const tries = {
          WithdrawConsent: {},
          TellGuardian: { advice: '请尽快就诊。' },
          ReportRisk: { risk: '有危险。' },
        };
        for (const [command, input] of Object.entries(tries)) {
          const { code } = await desk.outcome(command, { caseId, ...input });
          expect([agency, command, code]).toEqual([agency, command, 'NOT_FOUND']);
        }
      }
    }
  });
});

interface Waits {
  readonly caseId: string;
  readonly clock: { readonly clock: string };
  readonly asked: { readonly id: string };
}
