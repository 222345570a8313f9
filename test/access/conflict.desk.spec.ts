import { type People, people, reported } from '../case.steps.ts';
import type { DeskClient } from '../desk.client.ts';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let caseId: string;

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  caseId = await reported(who);
  await standing.stage.settled();
});
afterAll(() => standing.close());

const [HEAD, OFFICER] = ['psb-441502', 'psb-441502-2'];
const ABSENT = 'b3b0c1d2-0000-4000-8000-000000000000';
const WHY = '系该儿童监护人王大河之弟';
const RECORD =
  'mutation($officer: ID!, $id: ID!, $why: String!) { recordConflict(officer: $officer, caseId: $id, reason: $why) }';
const END = 'mutation($officer: ID!, $id: ID!) { endConflict(officer: $officer, caseId: $id) }';
const LIST = '{ conflicts { officer caseId by at reason } }';
const ONE = 'query($id: ID!) { case(id: $id) { childName } nextSteps(caseId: $id) { command } }';
const record = (desk: DeskClient, officer: string | undefined, id = caseId, why = WHY) =>
  desk.ask(RECORD, { officer, id, why });

it('is decided by the head: the officer is out of view and route at once, the reason is nowhere in plain text', async () => {
  const { police, policeToo } = who;
  expect((await policeToo.ask(ONE, { id: caseId })).text).toContain('王小雨');
  expect((await record(police, OFFICER)).data).toEqual({ recordConflict: true });
  const [hidden, absent] = [await policeToo.ask(ONE, { id: caseId }), await policeToo.ask(ONE, { id: ABSENT })];
  expect(hidden.text).toBe(absent.text);
  expect(await policeToo.outcome('AcceptCase', { caseId })).toMatchObject({ code: 'NOT_FOUND' });
  expect((await police.ask(LIST)).data).toEqual({
    conflicts: [{ officer: OFFICER, caseId, by: HEAD, at: standing.host.now(), reason: WHY }],
  });
  const audit = (await standing.log()).filter(({ stream }) => stream === `audit-${HEAD}`);
  expect(audit.map(({ type }) => type)).toContain('ConflictRecorded');
  expect(JSON.stringify(await standing.log())).not.toContain(WHY);
  expect(JSON.stringify(await standing.query('select * from access.conflict'))).not.toContain(WHY);
});

it('is ended by the head, once', async () => {
  const { police, policeToo } = who;
  expect((await police.ask(END, { officer: OFFICER, id: caseId })).data).toEqual({ endConflict: true });
  expect((await police.ask(END, { officer: OFFICER, id: caseId })).data).toEqual({ endConflict: false });
  expect((await policeToo.ask(ONE, { id: caseId })).text).toContain('王小雨');
  expect((await police.ask(LIST)).data).toEqual({ conflicts: [] });
});

it('is for nobody but a head: another officer gets one answer, whatever is asked for', async () => {
  const { policeToo } = who;
  const answers = [
    await record(policeToo, HEAD),
    await record(policeToo, OFFICER, ABSENT),
    await policeToo.ask(END, { officer: HEAD, id: caseId }),
  ];
  for (const { errors } of answers) expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await policeToo.ask(LIST)).data).toEqual({ conflicts: [] });
  expect((await who.police.ask(ONE, { id: caseId })).text).toContain('王小雨');
});

it('is for officers of the head’s own agency alone, and tells nothing of cases or of others’ officers', async () => {
  const { police } = who;
  const others = ['psb-441521', 'wf-441502', 'nobody'];
  for (const officer of others) {
    expect((await record(police, officer)).data).toEqual({ recordConflict: false });
    expect((await police.ask(END, { officer, id: caseId })).data).toEqual({ endConflict: false });
  }
  expect((await record(police, OFFICER, ABSENT)).text).toBe((await record(police, OFFICER, caseId)).text);
  expect((await record(police, OFFICER, 'no-id')).data).toEqual({ recordConflict: false });
  expect((await record(police, OFFICER, caseId, '。')).errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  for (const id of [caseId, ABSENT]) await police.ask(END, { officer: OFFICER, id });
});

it('binds the head too, who does not undo it for themselves, nor hears of the case in the list', async () => {
  const { police } = who;
  await record(police, OFFICER);
  expect((await record(police, HEAD)).data).toEqual({ recordConflict: true });
  expect((await police.ask(ONE, { id: caseId })).data).toMatchObject({ case: null });
  expect((await police.ask(END, { officer: HEAD, id: caseId })).data).toEqual({ endConflict: false });
  expect((await police.ask(END, { officer: OFFICER, id: caseId })).data).toEqual({ endConflict: false });
  expect((await police.ask(LIST)).data).toEqual({ conflicts: [] });
});
