import { people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { plantedCase, plantedIn } from '../planted.case.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let caseId: string;
let child: string;

beforeAll(async () => {
  standing = await standingService();
  caseId = await plantedCase(people(standing));
  await standing.stage.settled();
  child = /sealed:1:1:([0-9a-f-]{36}):/.exec((await standing.log())[0]?.data ?? '')?.[1] ?? '';
  standing.host.moveTo(moment('2025-03-04 09:00'));
});
afterAll(() => standing.close());

const reads = async () =>
  (await standing.log())
    .filter(({ type, meta }) => type === 'PersonalDataRead' && meta.includes('2025-03-04'))
    .map(({ stream, data }) => ({ stream, ...(JSON.parse(data) as object) }));

it('who reads what of which child is in the log before the answer is, once for a request', async () => {
  const { police } = people(standing);
  const seen = await police.ask(`{ case(id: "${caseId}") { childName reports { facts } findings { statement } } }`);
  expect(plantedIn(seen.text)).toEqual(['childName', 'reportFacts', 'statement']);
  const children = [{ childId: child, categories: ['evidence', 'identity'] }];
  const once = { stream: 'reads-psb-441502', officer: 'psb-441502', desk: 'police', purpose: null, children };
  expect(await reads()).toEqual([once]);
  await police.ask(`{ case(id: "${caseId}") { childName reports { facts } } }`);
  expect(await reads()).toEqual([once]); // the same, within the minute
});

it('another officer, another purpose and another minute are other readings', async () => {
  const before = (await reads()).length;
  const { police, policeToo } = people(standing);
  const query = JSON.stringify({ query: `{ case(id: "${caseId}") { childName } }` });
  await police.post(query);
  await policeToo.post(query);
  await police.post(query, { 'x-jieli-purpose': 'COURT_REQUEST' });
  standing.host.moveTo(moment('2025-03-04 09:01'));
  await police.post(query);
  const more = (await reads()).slice(before) as unknown as { officer: string; purpose: string | null }[];
  expect(more.map(({ officer, purpose }) => [officer, purpose])).toEqual([
    ['psb-441502', null],
    ['psb-441502-2', null],
    ['psb-441502', 'COURT_REQUEST'],
    ['psb-441502', null],
  ]);
});

it('what opens nothing is no reading, and neither is what is not there', async () => {
  const before = await reads();
  const { overseer, police, education } = people(standing);
  await overseer.ask(`{ timeline(caseId: "${caseId}") { at } }`);
  await police.ask(`{ case(id: "${caseId}") { stage } nextSteps(caseId: "${caseId}") { command } }`);
  await education.ask(`{ case(id: "${caseId}") { childName } }`);
  expect(await reads()).toEqual(before);
});

it.each(['because 王小雨', 'lower', '', 'A'.repeat(41)])(
  'the purpose %j is refused: it would carry words into the log',
  async (purpose) => {
    const query = JSON.stringify({ query: '{ me { id } }' });
    const reply = await people(standing).police.post(query, { 'x-jieli-purpose': encodeURIComponent(purpose) });
    expect([reply.status, reply.errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  },
);

it('a report about a child says who acted and who read, and nothing that was said', async () => {
  const broken = 'mutation($id: ID!) { breakGlass(caseId: $id, reason: "夜间接警，儿童可能有危险。") { until } }';
  await new DeskClient(standing, 'hosp-441502').ask(broken, { id: caseId });
  const settings = { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir };
  const byChild = await jieliWith(settings, 'audit', 'subject', child);
  const byCase = await jieliWith(settings, 'audit', 'subject', caseId);
  expect([byChild.code, byChild.stdout]).toEqual([0, byCase.stdout]);
  for (const part of [
    'FlagRaised',
    'CaseClosed',
    'psb-441502-2',
    'GlassBroken hosp-441502',
    'COURT_REQUEST',
    'identity,evidence',
    caseId,
  ]) {
    expect(byChild.stdout.replace('evidence,identity', 'identity,evidence')).toContain(part);
  }
  expect(plantedIn(byChild.stdout)).toEqual([]);
  const nobody = await jieliWith(settings, 'audit', 'subject', '67d312e8-523e-56ac-abbe-69e0b48b020d');
  expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('nothing')]);
});

it('an answer that cannot be noted is not given', async () => {
  const client = new DeskClient(standing, 'psb-441502');
  await standing.query(`create function refuse_reads() returns trigger language plpgsql as $$
    begin if new.type = 'PersonalDataRead' then raise exception 'full'; end if; return new; end $$;
    create trigger refuse_reads before insert on log.event for each row execute function refuse_reads()`);
  standing.host.moveTo(moment('2025-03-04 10:00'));
  const reply = await client.ask(`{ case(id: "${caseId}") { childName } }`);
  expect(plantedIn(reply.text)).toEqual([]);
  expect(reply.errors).toHaveLength(1);
  await standing.query('drop trigger refuse_reads on log.event');
  expect(plantedIn((await client.ask(`{ case(id: "${caseId}") { childName } }`)).text)).toEqual(['childName']);
});
