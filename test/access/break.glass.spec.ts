import pg from 'pg';
import { recordConflict } from '#access';
import { epochOf, instantAt } from '#calendar';
import { flagged, type People, people } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let caseId: string;

beforeEach(async () => {
  standing = await standingService();
  who = people(standing);
  caseId = await flagged(who, { guardian: { name: '王大河', relation: '父亲', phone: '13912345678' } });
  await standing.stage.settled();
});
afterEach(() => standing.close());

const ABSENT = 'b3b0c1d2-0000-4000-8000-000000000000';
const WHY = '夜间接警，儿童可能有危险。';
const SIGHT = '{ caseId until reviewBy division danger childName guardianName guardianPhone withWhom { id } }';
const BREAK = `mutation($id: ID!, $why: String!) { breakGlass(caseId: $id, reason: $why) ${SIGHT} }`;
const READ = `query($id: ID!) { emergencyCase(caseId: $id) ${SIGHT} }`;
const TO_REVIEW = '{ glassToReview { id officer caseId reviewBy overdue reason } }';
const REVIEW = 'mutation($id: ID!) { reviewGlass(id: $id, justified: true) }';

const minutes = (n: number) => standing.host.moveTo(instantAt(epochOf(standing.host.now()) + n * 60_000));
const audit = async () =>
  (await standing.log()).filter(({ stream }) => stream === 'audit-psb-441502').map(({ type }) => type);
interface Uses {
  readonly glassToReview: readonly { id: string; officer: string; overdue: boolean; reason: string }[];
}

it('shows for an hour what it takes to find the child, notes each use, and waits for another head’s review', async () => {
  const { police, policeToo } = who;
  expect((await policeToo.ask('query($id: ID!) { case(id: $id) { id } }', { id: caseId })).data).toEqual({
    case: null,
  });
  const { data } = await policeToo.ask(BREAK, { id: caseId, why: WHY });
  expect(data?.breakGlass).toMatchObject({
    caseId,
    until: '2025-03-03T10:00:00.000+08:00',
    reviewBy: '2025-03-06T09:00:00.000+08:00',
    childName: '王小雨',
    guardianName: '王大河',
    guardianPhone: '13912345678',
    withWhom: [{ id: 'rvc-441502001001' }],
  });
  expect((await policeToo.ask(READ, { id: caseId })).data?.emergencyCase).toMatchObject({ childName: '王小雨' });
  expect((await police.ask(READ, { id: caseId })).data).toEqual({ emergencyCase: null }); // the colleague did not break it
  minutes(61);
  expect((await policeToo.ask(READ, { id: caseId })).data).toEqual({ emergencyCase: null });
  expect(await audit()).toEqual(['GlassBroken', 'GlassRead']);
  expect(JSON.stringify(await standing.log())).not.toContain(WHY);
  expect(JSON.stringify(await standing.query('select * from access.glass'))).not.toContain(WHY);

  expect((await policeToo.sees<Uses>(TO_REVIEW)).glassToReview).toEqual([]); // not a head
  const [use] = (await police.sees<Uses>(TO_REVIEW)).glassToReview;
  expect(use).toMatchObject({ officer: 'psb-441502-2', caseId, overdue: false, reason: WHY });
  minutes(72 * 60);
  expect((await police.sees<Uses>(TO_REVIEW)).glassToReview).toMatchObject([{ overdue: true }]);
  expect((await policeToo.ask(REVIEW, { id: use?.id })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await police.ask(REVIEW, { id: use?.id })).data).toEqual({ reviewGlass: true });
  expect((await police.ask(REVIEW, { id: use?.id })).data).toEqual({ reviewGlass: false });
  expect((await police.sees<Uses>(TO_REVIEW)).glassToReview).toEqual([]);
  expect(await audit()).toEqual(['GlassBroken', 'GlassRead', 'GlassReviewed']);
});

it('says once that nobody reviewed in time: in the head’s inbox, the audit stream and the gauge, after downtime too', async () => {
  const { police, policeToo } = who;
  const inbox = '{ inbox { reviews { id officer caseId overdue } } }';
  interface Inbox {
    readonly inbox: { readonly reviews: readonly { id: string; overdue: boolean }[] };
  }
  const waiting = async () => (await police.sees<Inbox>(inbox)).inbox.reviews;
  const overdue = async () => {
    await standing.service.core.sample();
    const text = await standing.service.core.telemetry.metrics.text();
    return Number(/^jieli_glass_reviews_overdue (\d+)$/m.exec(text)?.[1]);
  };
  await policeToo.ask(BREAK, { id: caseId, why: WHY });
  await police.ask(BREAK, { id: caseId, why: WHY });
  expect(await waiting()).toMatchObject([{ officer: 'psb-441502-2', caseId, overdue: false }]); // not the head's own
  expect((await policeToo.sees<Inbox>(inbox)).inbox.reviews).toEqual([]);
  minutes(72 * 60);
  await standing.stage.settled();
  expect([await audit(), await overdue()]).toEqual([['GlassBroken', 'GlassBroken'], 0]); // to the minute is in time
  await standing.stop();
  minutes(24 * 60);
  await standing.start();
  await standing.stage.settled();
  const late = ['GlassBroken', 'GlassBroken', 'GlassReviewOverdue', 'GlassReviewOverdue'];
  expect([await audit(), await overdue()]).toEqual([late, 2]);
  await standing.query('update access.glass set overdue_noted_at = null'); // as after a crash between event and tick
  await standing.restart();
  await standing.stage.settled();
  expect(await audit()).toEqual(late);
  const noted = (await standing.log()).find(({ type }) => type === 'GlassReviewOverdue');
  const [use] = await waiting();
  expect(use).toMatchObject({ overdue: true });
  expect(JSON.parse(noted?.data ?? '')).toEqual({
    officer: 'psb-441502-2',
    use: use?.id,
    caseId,
    reviewBy: '2025-03-06T09:00:00.000+08:00',
  });
  expect((await police.ask(REVIEW, { id: use?.id })).data).toEqual({ reviewGlass: true });
  expect([await waiting(), await overdue()]).toEqual([[], 1]);
});

it('lets nobody review what they read themselves, or what another agency read', async () => {
  await who.police.ask(BREAK, { id: caseId, why: WHY });
  for (const id of ['', 'x', 'a\u0000b', ABSENT]) {
    expect((await who.police.ask(REVIEW, { id })).data).toEqual({ reviewGlass: false });
    expect((await who.police.ask(READ, { id })).data).toEqual({ emergencyCase: null });
  }
  const [use] = (await who.police.sees<Uses>(TO_REVIEW)).glassToReview;
  expect((await who.police.ask(REVIEW, { id: use?.id })).data).toEqual({ reviewGlass: false });
  expect((await who.affairs.ask(REVIEW, { id: use?.id })).data).toEqual({ reviewGlass: false });
});

it('answers a case elsewhere, one the officer is kept out of, and none at all with the same bytes, and notes nothing', async () => {
  const far = new DeskClient(standing, 'rvc-110105001001');
  const elsewhere = await flagged({ ...who, committee: far }, { place: { division: '110105001001' } });
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 1 });
  await recordConflict(pool, { officer: 'psb-441502-2', caseId, reason: '近亲属', by: '张局' }, standing.host.now());
  await pool.end();
  const texts = new Set<string>();
  for (const id of [elsewhere, caseId, ABSENT, 'x', caseId.toUpperCase()]) {
    texts.add((await who.policeToo.ask(BREAK, { id, why: WHY })).text);
  }
  const next = new DeskClient(standing, 'psb-441521'); // of the same city: it is not the one that goes there
  texts.add((await next.ask(BREAK, { id: caseId, why: WHY })).text);
  expect([...texts]).toEqual(['{"data":{"breakGlass":null}}\n']);
  expect(await audit()).toEqual([]);
});

it('is for those who go to the child, with a reason', async () => {
  const school = new DeskClient(standing, 'edu-441502');
  const refused = [
    await school.ask(BREAK, { id: caseId, why: WHY }),
    await school.ask(BREAK, { id: ABSENT, why: WHY }),
  ];
  expect(refused[0]?.errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect(refused[0]?.text).toBe(refused[1]?.text);
  for (const why of ['', '急', ' '.repeat(50), '有\u0000危险'.repeat(9), '危'.repeat(501)]) {
    const { errors } = await who.police.ask(BREAK, { id: caseId, why });
    expect(errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ field: 'reason', rule: 'length' }],
    });
  }
  expect(await standing.query('select * from access.glass')).toEqual([]);
});
